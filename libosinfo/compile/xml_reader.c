/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A state machine over libxml2's SAX2 events. An open entity, or part of one, is a scope; inside of
 * a scope an element is known by its path, `iso/volume-id`, and the path is looked up in two
 * tables: that of values (facts/fields.c) and that of structure below. What is in neither is passed
 * over.
 */
#include "config.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <gio/gio.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include "common/translate.h"
#include "common/xml_error.h"
#include "compile/xml_language.h"
#include "compile/xml_reader.h"
#include "facts/fields.h"

/* Elements inside of elements. */
#define MAX_DEPTH 64
/* Bytes of a file; the largest real one has some 100 KiB. */
#define MAX_FILE_SIZE (16 * 1024 * 1024)

/* Entities are replaced, so that `&amp;` in an attribute is one character; on_entity() knows no
 * others. */
#define PARSER_OPTIONS (XML_PARSE_NONET | XML_PARSE_NOENT)

typedef enum {
    ACTION_EDGE,      /* a reference to another entity by its id */
    ACTION_LINK,      /* <device> in <devices> */
    ACTION_NUMBERED,  /* a part whose id is OSID:N */
    ACTION_NAMED,     /* a part with an id of its own */
    ACTION_RESOURCES, /* <resources>: up to four parts */
    ACTION_LANGUAGE,  /* <l10n-language> */
    ACTION_ENTRY,     /* <entry> of a datamap */
    ACTION_SINGLE,    /* a part without an id, of which the first one counts */
    ACTION_INJECTION, /* <injection-method> */
    ACTION_TEMPLATE,  /* <template> */
} Action;

typedef struct {
    FactKind scope;
    const char *path;
    Action action;
    FactKind kind; /* of the part, or of the edge's target */
    FactRelation edge;
    const char *missing; /* what to say when there is no id; the file is refused. NULL: left out */
} Structure;

/* Below <config> all elements are parameters, whatever they are called. */
#define CONFIG_PARAM "config/*"

/* Passed for members that an action does not look at. */
#define NO_EDGE FACT_N_RELATIONS
#define NO_KIND FACT_N_KINDS

/* clang-format off */
static const Structure structures[] = {
    {FACT_KIND_OS,         "derives-from",      ACTION_EDGE,      FACT_KIND_OS,             FACT_RELATION_DERIVES_FROM, "Missing product upgrades id property"},
    {FACT_KIND_OS,         "clones",            ACTION_EDGE,      FACT_KIND_OS,             FACT_RELATION_CLONES,       "Missing product upgrades id property"},
    {FACT_KIND_OS,         "upgrades",          ACTION_EDGE,      FACT_KIND_OS,             FACT_RELATION_UPGRADES,     "Missing product upgrades id property"},
    {FACT_KIND_PLATFORM,   "derives-from",      ACTION_EDGE,      FACT_KIND_PLATFORM,       FACT_RELATION_DERIVES_FROM, "Missing product upgrades id property"},
    {FACT_KIND_PLATFORM,   "clones",            ACTION_EDGE,      FACT_KIND_PLATFORM,       FACT_RELATION_CLONES,       "Missing product upgrades id property"},
    {FACT_KIND_PLATFORM,   "upgrades",          ACTION_EDGE,      FACT_KIND_PLATFORM,       FACT_RELATION_UPGRADES,     "Missing product upgrades id property"},
    {FACT_KIND_DEPLOYMENT, "os",                ACTION_EDGE,      FACT_KIND_OS,             FACT_RELATION_OS,           "Missing deployment os id property"},
    {FACT_KIND_DEPLOYMENT, "platform",          ACTION_EDGE,      FACT_KIND_PLATFORM,       FACT_RELATION_PLATFORM,     "Missing deployment platform id property"},
    {FACT_KIND_OS,         "devices/device",    ACTION_LINK,      FACT_KIND_DEVICE_LINK,    FACT_RELATION_DEVICE,       "Missing device link id property"},
    {FACT_KIND_PLATFORM,   "devices/device",    ACTION_LINK,      FACT_KIND_DEVICE_LINK,    FACT_RELATION_DEVICE,       "Missing device link id property"},
    {FACT_KIND_DEPLOYMENT, "devices/device",    ACTION_LINK,      FACT_KIND_DEVICE_LINK,    FACT_RELATION_DEVICE,       "Missing device link id property"},
    {FACT_KIND_OS,         "firmware",          ACTION_NUMBERED,  FACT_KIND_FIRMWARE,       NO_EDGE,                 NULL},
    {FACT_KIND_OS,         "media",             ACTION_NUMBERED,  FACT_KIND_MEDIA,          NO_EDGE,                 NULL},
    {FACT_KIND_OS,         "tree",              ACTION_NUMBERED,  FACT_KIND_TREE,           NO_EDGE,                 NULL},
    {FACT_KIND_OS,         "image",             ACTION_NUMBERED,  FACT_KIND_IMAGE,          NO_EDGE,                 NULL},
    {FACT_KIND_OS,         "driver",            ACTION_NUMBERED,  FACT_KIND_DRIVER,         NO_EDGE,                 NULL},
    {FACT_KIND_OS,         "variant",           ACTION_NAMED,     FACT_KIND_VARIANT,        NO_EDGE,                 NULL},
    {FACT_KIND_OS,         "resources",         ACTION_RESOURCES, NO_KIND,                   NO_EDGE,                 NULL},
    {FACT_KIND_OS,         "installer/script",  ACTION_EDGE,      FACT_KIND_INSTALL_SCRIPT, FACT_RELATION_SCRIPT,       "Missing OS install script property"},
    {FACT_KIND_MEDIA,      "installer/script",  ACTION_EDGE,      FACT_KIND_INSTALL_SCRIPT, FACT_RELATION_SCRIPT,       "Missing Media install script property"},
    {FACT_KIND_MEDIA,      "iso/l10n-language", ACTION_LANGUAGE,  NO_KIND,                   NO_EDGE,                 NULL},
    {FACT_KIND_DRIVER,     "device",            ACTION_EDGE,      FACT_KIND_DEVICE,         FACT_RELATION_DEVICE,       NULL},
    {FACT_KIND_DATAMAP,    "entry",             ACTION_ENTRY,     FACT_KIND_ENTRIES,        NO_EDGE,                 NULL},
    {FACT_KIND_INSTALL_SCRIPT, CONFIG_PARAM,    ACTION_NAMED,     FACT_KIND_CONFIG_PARAM,   NO_EDGE,                 NULL},
    {FACT_KIND_INSTALL_SCRIPT, "avatar-format", ACTION_SINGLE,    FACT_KIND_AVATAR_FORMAT,  NO_EDGE,                 NULL},
    {FACT_KIND_INSTALL_SCRIPT, "injection-method", ACTION_INJECTION, NO_KIND,                NO_EDGE,                 NULL},
    {FACT_KIND_INSTALL_SCRIPT, "template",      ACTION_TEMPLATE,  NO_KIND,                   NO_EDGE,                 NULL},
};

static const struct {
    const char *element; /* of the entity, and its folder */
    FactKind kind;
    const char *missing;
} entities[] = {
    {"datamap",        FACT_KIND_DATAMAP,        "Missing os id property"},
    {"deployment",     FACT_KIND_DEPLOYMENT,     "Missing deployment id property"},
    {"device",         FACT_KIND_DEVICE,         "Missing device id property"},
    {"install-script", FACT_KIND_INSTALL_SCRIPT, "Missing install script id property"},
    {"os",             FACT_KIND_OS,             "Missing os id property"},
    {"platform",       FACT_KIND_PLATFORM,       "Missing platform id property"},
};

/* Bits of OsinfoInstallScriptInjectionMethod, a number that is part of the database's meaning. */
static const struct {
    const char *name;
    guint bit;
} injection_methods[] = {
    {"cdrom",  1 << 0},
    {"disk",   1 << 1},
    {"floppy", 1 << 2},
    {"initrd", 1 << 3},
    {"web",    1 << 4},
};

static const struct {
    const char *element;
    FactKind kind;
} resource_lists[] = {
    {"minimum",         FACT_KIND_MINIMUM_RESOURCES},
    {"recommended",     FACT_KIND_RECOMMENDED_RESOURCES},
    {"maximum",         FACT_KIND_MAXIMUM_RESOURCES},
    {"network-install", FACT_KIND_NETWORK_INSTALL_RESOURCES},
};
/* clang-format on */

typedef struct {
    const Structure *structure; /* NULL: none */
    const FieldSpec *field;     /* NULL: none */
    gboolean has_attributes;    /* there are fields below `PATH/@` */
} Known;

/* One <resources> element: its values wait until it is known which lists exist. */
typedef struct {
    gboolean open;
    gsize depth; /* of the element */
    gboolean inherit;
    const char *architecture;
    char *id;
    gboolean exists[G_N_ELEMENTS(resource_lists)];
    gint current;   /* list that is open, -1 for none */
    GArray *values; /* of ResourceValue */
} Resources;

typedef struct {
    gint list;
    const char *key;
    const char *value;
} ResourceValue;

/* A namespace that an element declares. */
typedef struct {
    const char *prefix; /* NULL: the default one */
    const char *uri;    /* NULL: none from here on */
    gsize depth;        /* of the element */
} Namespace;

/* The XML in a <template>, written down as it is read. */
typedef struct {
    gsize depth;          /* of the open <template>; 0: none */
    gsize root_depth;     /* of the element in it that is being written down; 0: none */
    gboolean is_open_tag; /* the last start tag may still become an empty one */
    gboolean is_known;    /* the open script has one, so that further ones do not count */
    gboolean is_done;     /* its first element was seen */
    GString *text;
    GArray *namespaces; /* of Namespace: those of open elements outside of it */
} Template;

struct XmlReader {
    xmlParserCtxt *context;
    GStringChunk *texts;
    GHashTable *known[FACT_N_KINDS]; /* path to Known, for each scope */

    /* the file being read */
    const DbFile *file;
    GArray *ops;
    GPtrArray *warnings;
    GError *error; /* the first one; nothing counts any more */

    /* where in the file */
    gsize depth;        /* open elements */
    gsize entity_depth; /* of the open entity; 0: none */
    gsize skip_depth;   /* of an element that is passed over with all that is in it; 0: none */
    FactKind entity_kind;
    const char *entity_id;
    gboolean in_part;
    gsize part_depth;
    gboolean has_treeinfo; /* of the open tree: is there an element in its <treeinfo>? */
    GString *part_path;    /* of the open part, below the entity */
    FactKind scope;        /* entity_kind, or the kind of the open part */
    GString *path;         /* below the scope */
    GArray *lengths;       /* of gsize: length of the path at each depth below the scope */
    guint numbers[FACT_N_KINDS];
    guint n_resources;
    Resources resources;
    Template template;
    guint injection; /* bits of the open script */
    gboolean has_injection;

    /* the value being read */
    gsize value_depth; /* of its element; 0: none */
    const char *value_key;
    const char *value_language;
    const FieldSpec *value_field; /* NULL: an x- element or a structure's value */
    const Structure *value_structure;
    const char *value_map; /* of <l10n-language regex="true">, "" without a map */
    GString *value;
};

typedef struct {
    const xmlChar **list;
    int count;
} Attributes;

static void
fail(XmlReader *self, const char *text)
{
    if (self->error != NULL)
        return;
    g_set_error(&self->error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s:%d: %s", self->file->path,
                xmlSAX2GetLineNumber(self->context), text);
    xmlStopParser(self->context);
}

static void warn(XmlReader *self, const char *format, ...) G_GNUC_PRINTF(2, 3);

static void
warn(XmlReader *self, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_ptr_array_add(self->warnings, g_strdup_vprintf(format, args));
    va_end(args);
}

static const char *
keep_text(XmlReader *self, const char *text, gssize length)
{
    return g_string_chunk_insert_len(self->texts, text, length);
}

static void
push(XmlReader *self, const StoreOp *op)
{
    g_array_append_vals(self->ops, op, 1);
}

static void
push_value(XmlReader *self, StoreOpCode code, const char *key, const char *value,
           const char *language)
{
    push(self, &(StoreOp){.code = (guint8)code, .key = key, .value = value, .language = language});
}

/* Is there an attribute @name that is in no namespace? A kept text, NULL when absent. */
static const char *
get_attribute(XmlReader *self, const Attributes *attributes, const char *name)
{
    for (int i = 0; i < attributes->count; i++) {
        const xmlChar **attribute = attributes->list + (gsize)i * 5;

        if (attribute[1] == NULL && strcmp((const char *)attribute[0], name) == 0)
            return keep_text(self, (const char *)attribute[3], attribute[4] - attribute[3]);
    }
    return NULL;
}

/* The value of xml:lang, else of plain lang, which old files have; NULL when absent or empty. */
static char *
dup_language_tag(const Attributes *attributes)
{
    const xmlChar **found = NULL;

    for (int i = 0; i < attributes->count; i++) {
        const xmlChar **attribute = attributes->list + (gsize)i * 5;
        const char *uri = (const char *)attribute[2];

        if (strcmp((const char *)attribute[0], "lang") != 0)
            continue;
        if (uri != NULL && strcmp(uri, (const char *)XML_XML_NAMESPACE) == 0) {
            found = attribute;
            break;
        }
        if (uri == NULL)
            found = attribute;
    }
    if (found == NULL || found[3] == found[4])
        return NULL;
    return g_strndup((const char *)found[3], (gsize)(found[4] - found[3]));
}

/* The language of an element as locales name it. NULL: the text is the untranslated one. */
static const char *
get_language(XmlReader *self, const Attributes *attributes)
{
    g_autofree char *tag = dup_language_tag(attributes);
    g_autofree char *name = NULL;

    /* every list of languages ends with C, which means the untranslated text */
    if (tag == NULL || strcmp(tag, "C") == 0 || strcmp(tag, "POSIX") == 0)
        return NULL;
    name = xml_language_to_locale(tag);
    return g_string_chunk_insert_const(self->texts, name);
}

/* An id that is there and not empty. */
static const char *
get_id(XmlReader *self, const Attributes *attributes)
{
    const char *id = get_attribute(self, attributes, "id");

    return id != NULL && *id != '\0' ? id : NULL;
}

static StoreOpCode
get_op(const FieldSpec *field)
{
    if ((field->flags & FIELD_READ_ADD) != 0)
        return STORE_OP_ADD;
    return (field->flags & FIELD_READ_LAST) != 0 ? STORE_OP_REPLACE : STORE_OP_SET;
}

/* Stores a value as the row says. */
static void
push_field(XmlReader *self, const FieldSpec *field, const char *text, const char *language)
{
    if ((field->flags & FIELD_ANSWER) != 0) {
        gboolean is_true = *text == '\0' || strcmp(text, "true") == 0;

        push_value(self, is_true ? STORE_OP_REPLACE : STORE_OP_SET, field->key,
                   is_true ? "true" : "false", NULL);
        return;
    }
    if (*text == '\0')
        return;
    if ((field->flags & FIELD_TRUE_UNLESS_FALSE) != 0)
        text = strcmp(text, "false") == 0 ? "false" : "true";
    else if ((field->flags & FIELD_FALSE_UNLESS_TRUE) != 0)
        text = strcmp(text, "true") == 0 ? "true" : "false";
    push_value(self, get_op(field), field->key, text, language);
}

static Known *
find_known(XmlReader *self, FactKind scope, const char *path)
{
    return g_hash_table_lookup(self->known[scope], path);
}

static Known *
find_or_add_known(XmlReader *self, FactKind scope, const char *path)
{
    Known *known = find_known(self, scope, path);

    if (known == NULL) {
        known = g_new0(Known, 1);
        g_hash_table_insert(self->known[scope], g_strdup(path), known);
    }
    return known;
}

static void
add_known_fields(XmlReader *self, FactKind scope, const FieldTable *table)
{
    for (; table != NULL; table = table->parent) {
        for (guint i = 0; i < table->n_fields; i++) {
            const FieldSpec *field = &table->fields[i];
            const char *attribute = field->path != NULL ? strchr(field->path, '@') : NULL;

            if (field->path == NULL)
                continue;
            find_or_add_known(self, scope, field->path)->field = field;
            if (attribute > field->path) {
                g_autofree char *element =
                    g_strndup(field->path, (gsize)(attribute - field->path) - 1);

                find_or_add_known(self, scope, element)->has_attributes = TRUE;
            }
        }
    }
}

/* All attributes of an element that are fields; the path is that of the element. */
static void
read_attributes(XmlReader *self, const Attributes *attributes)
{
    gsize length = self->path->len;

    for (int i = 0; i < attributes->count; i++) {
        const xmlChar **attribute = attributes->list + (gsize)i * 5;
        const Known *known = NULL;

        if (attribute[1] != NULL)
            continue;
        if (length > 0)
            g_string_append_c(self->path, '/');
        g_string_append_c(self->path, '@');
        g_string_append(self->path, (const char *)attribute[0]);
        known = find_known(self, self->scope, self->path->str);
        g_string_truncate(self->path, length);
        if (known != NULL && known->field != NULL)
            push_field(self, known->field,
                       keep_text(self, (const char *)attribute[3], attribute[4] - attribute[3]),
                       NULL);
    }
}

/* `OSID:N`, or in an extension `OSID:FILE:N`. */
static char *
number_id(XmlReader *self, guint number)
{
    if (self->file->is_extension)
        return g_strdup_printf("%s:%s:%u", self->entity_id, self->file->name, number);
    return g_strdup_printf("%s:%u", self->entity_id, number);
}

/* What translates the values of a parameter. */
static void
push_value_map(XmlReader *self, const Attributes *attributes)
{
    const char *id = get_attribute(self, attributes, "value-map");

    if (id != NULL && *id != '\0')
        push(self, &(StoreOp){.code = STORE_OP_EDGE,
                              .relation = FACT_RELATION_DATAMAP,
                              .target_kind = FACT_KIND_DATAMAP,
                              .id = id});
}

static void
open_part(XmlReader *self, FactKind kind, const char *id, const Attributes *attributes)
{
    push(self, &(StoreOp){.code = STORE_OP_PART, .kind = (guint8)kind, .id = id});
    self->in_part = TRUE;
    self->part_depth = self->depth;
    self->scope = kind;
    g_string_assign(self->part_path, self->path->str);
    g_string_truncate(self->path, 0);
    read_attributes(self, attributes);
    if (kind == FACT_KIND_FIRMWARE && get_attribute(self, attributes, "supported") == NULL)
        push_value(self, STORE_OP_SET, "supported", "true", NULL);
    if (kind == FACT_KIND_CONFIG_PARAM)
        push_value_map(self, attributes);
    self->has_treeinfo = FALSE;
}

static void
close_part(XmlReader *self)
{
    if (self->scope == FACT_KIND_TREE)
        push_value(self, STORE_OP_SET, "has-treeinfo", self->has_treeinfo ? "true" : "false", NULL);
    push(self, &(StoreOp){.code = STORE_OP_END});
    self->in_part = FALSE;
    self->scope = self->entity_kind;
    g_string_assign(self->path, self->part_path->str);
}

static void
open_resources(XmlReader *self, const Attributes *attributes)
{
    Resources *resources = &self->resources;
    const char *inherit = get_attribute(self, attributes, "inherit");

    resources->open = TRUE;
    resources->depth = self->depth;
    resources->inherit = g_strcmp0(inherit, "true") == 0;
    resources->architecture = get_attribute(self, attributes, "arch");
    g_free(resources->id);
    resources->id = number_id(self, self->n_resources++);
    memset(resources->exists, 0, sizeof(resources->exists));
    resources->current = -1;
    g_array_set_size(resources->values, 0);
}

/* A list exists when something stands in its element, or when it is inherited. */
static void
close_resources(XmlReader *self)
{
    Resources *resources = &self->resources;
    const char *id = keep_text(self, resources->id, -1);

    resources->open = FALSE;
    for (guint i = 0; i < G_N_ELEMENTS(resource_lists); i++) {
        if (!resources->exists[i] && !resources->inherit)
            continue;
        push(self,
             &(StoreOp){.code = STORE_OP_PART, .kind = (guint8)resource_lists[i].kind, .id = id});
        if (resources->inherit)
            push(self, &(StoreOp){.code = STORE_OP_FLAGS, .flags = STORE_RECORD_INHERIT});
        if (resources->architecture != NULL && *resources->architecture != '\0')
            push_value(self, STORE_OP_SET, "architecture", resources->architecture, NULL);
        for (guint j = 0; j < resources->values->len; j++) {
            const ResourceValue *value = &g_array_index(resources->values, ResourceValue, j);

            if (value->list == (gint)i)
                push_value(self, STORE_OP_REPLACE, value->key, value->value, NULL);
        }
        push(self, &(StoreOp){.code = STORE_OP_END});
    }
}

static void
open_value(XmlReader *self, const char *key, const FieldSpec *field, const Structure *structure,
           const char *language)
{
    self->value_depth = self->depth;
    self->value_key = key;
    self->value_field = field;
    self->value_structure = structure;
    self->value_language = language;
    g_string_truncate(self->value, 0);
}

/* An element inside of <resources>: a list, or a value of one. */
static void
open_resource_element(XmlReader *self, const char *name)
{
    Resources *resources = &self->resources;
    const Known *known = NULL;

    if (self->depth == resources->depth + 1) {
        resources->current = -1;
        for (guint i = 0; i < G_N_ELEMENTS(resource_lists); i++) {
            if (strcmp(name, resource_lists[i].element) == 0)
                resources->current = (gint)i;
        }
        return;
    }
    if (self->depth != resources->depth + 2 || resources->current < 0)
        return;
    resources->exists[resources->current] = TRUE;
    known = find_known(self, FACT_KIND_MINIMUM_RESOURCES, name);
    if (known != NULL && known->field != NULL)
        open_value(self, known->field->key, known->field, NULL, NULL);
}

static void
open_language(XmlReader *self, const Structure *structure, const Attributes *attributes)
{
    const char *regex = get_attribute(self, attributes, "regex");
    const char *map = get_attribute(self, attributes, "l10n-language-map");

    open_value(self, "l10n-language", NULL, structure, NULL);
    self->value_map = NULL;
    if (g_strcmp0(regex, "true") == 0)
        self->value_map = map != NULL ? map : "";
}

static void
close_language(XmlReader *self, const char *text)
{
    if (self->value_map == NULL) {
        push_value(self, STORE_OP_ADD, "l10n-language", text, NULL);
        return;
    }
    push_value(self, STORE_OP_REPLACE, "l10n-language-regex", text, NULL);
    if (*self->value_map != '\0')
        push_value(self, STORE_OP_REPLACE, "l10n-language-map", self->value_map, NULL);
}

static void
read_entry(XmlReader *self, const Attributes *attributes)
{
    const char *inval = get_attribute(self, attributes, "inval");
    const char *outval = get_attribute(self, attributes, "outval");

    if (inval == NULL || outval == NULL) {
        warn(self, "%s:%d: entry without inval or outval is left out", self->file->path,
             xmlSAX2GetLineNumber(self->context));
        return;
    }
    push_value(self, STORE_OP_ADD, inval, outval, NULL);
}

static void
close_injection(XmlReader *self, const char *text)
{
    for (guint i = 0; i < G_N_ELEMENTS(injection_methods); i++) {
        if (strcmp(text, injection_methods[i].name) != 0)
            continue;
        self->injection |= injection_methods[i].bit;
        self->has_injection = TRUE;
        return;
    }
    warn(self, "%s:%d: injection method %s is not known and left out", self->file->path,
         xmlSAX2GetLineNumber(self->context), text);
}

/* What a script is without being told. A later file changes only what it mentions. */
static void
close_script(XmlReader *self)
{
    const FieldTable *table = field_get_table(FACT_KIND_INSTALL_SCRIPT);
    g_autofree char *number = g_strdup_printf("%u", self->injection);

    for (guint i = 0; i < table->n_fields; i++) {
        if ((table->fields[i].flags & FIELD_ANSWER) != 0)
            push_value(self, STORE_OP_DEFAULT, table->fields[i].key, "false", NULL);
    }
    push_value(self, self->has_injection ? STORE_OP_SET : STORE_OP_DEFAULT, "injection-method",
               keep_text(self, number, -1), NULL);
}

/* An address in a template's `uri`, from the file that it stands in. */
static const char *
resolve_uri(XmlReader *self, const char *uri)
{
    g_autofree char *base = g_filename_to_uri(self->file->path, NULL, NULL);
    g_autofree char *resolved =
        base != NULL ? g_uri_resolve_relative(base, uri, G_URI_FLAGS_ENCODED, NULL) : NULL;

    if (resolved == NULL)
        warn(self, "%s:%d: template is left out, since its uri is none: %s", self->file->path,
             xmlSAX2GetLineNumber(self->context), uri);
    return resolved != NULL ? keep_text(self, resolved, -1) : NULL;
}

/* Either an address or what is in the element; the latter when there are both. */
static void
open_template(XmlReader *self, const Attributes *attributes)
{
    const char *uri = get_attribute(self, attributes, "uri");

    if (self->template.is_known)
        return;
    self->template.depth = self->depth;
    self->template.is_known = TRUE;
    self->template.is_done = FALSE;
    if (uri != NULL && *uri != '\0')
        uri = resolve_uri(self, uri);
    if (uri == NULL || *uri == '\0')
        return;
    push_value(self, STORE_OP_CLEAR, "template-data", NULL, NULL);
    push_value(self, STORE_OP_SET, "template-uri", uri, NULL);
}

/* Refuses the file, or leaves the element out, where an id is missing. */
static void
report_missing_id(XmlReader *self, const Structure *structure)
{
    if (structure->missing != NULL)
        fail(self, structure->missing);
    else
        warn(self, "%s:%d: %s without id is left out", self->file->path,
             xmlSAX2GetLineNumber(self->context), self->path->str);
    self->skip_depth = self->depth;
}

static void
open_structure(XmlReader *self, const Structure *structure, const Attributes *attributes)
{
    const char *id = structure->kind == FACT_KIND_CONFIG_PARAM
                         ? get_attribute(self, attributes, "name")
                         : get_id(self, attributes);

    switch (structure->action) {
    case ACTION_EDGE:
    case ACTION_LINK:
        if (id == NULL) {
            report_missing_id(self, structure);
            return;
        }
        if (structure->action == ACTION_LINK)
            open_part(self, structure->kind, id, attributes);
        push(self,
             &(StoreOp){.code = STORE_OP_EDGE,
                        .relation = (guint8)structure->edge,
                        .target_kind = (guint8)(structure->action == ACTION_LINK ? FACT_KIND_DEVICE
                                                                                 : structure->kind),
                        .id = id});
        break;
    case ACTION_NUMBERED: {
        g_autofree char *number = number_id(self, self->numbers[structure->kind]++);

        open_part(self, structure->kind, keep_text(self, number, -1), attributes);
        break;
    }
    case ACTION_NAMED:
        if (id == NULL || *id == '\0')
            report_missing_id(self, structure);
        else
            open_part(self, structure->kind, id, attributes);
        break;
    case ACTION_SINGLE:
        if (self->numbers[structure->kind]++ == 0)
            open_part(self, structure->kind, NULL, attributes);
        else
            self->skip_depth = self->depth;
        break;
    case ACTION_INJECTION:
        open_value(self, "injection-method", NULL, structure, NULL);
        break;
    case ACTION_TEMPLATE:
        open_template(self, attributes);
        break;
    case ACTION_RESOURCES:
        open_resources(self, attributes);
        break;
    case ACTION_LANGUAGE:
        open_language(self, structure, attributes);
        break;
    case ACTION_ENTRY:
        read_entry(self, attributes);
        break;
    }
}

/* An element below an entity or part. */
static void
open_in_scope(XmlReader *self, const char *name, gboolean in_namespace,
              const Attributes *attributes)
{
    gsize length = self->path->len;
    const Known *known = NULL;
    gsize scope_depth = self->in_part ? self->part_depth : self->entity_depth;

    g_array_append_val(self->lengths, length);
    if (length > 0)
        g_string_append_c(self->path, '/');
    g_string_append(self->path, in_namespace ? ":" : name);

    if (self->depth == scope_depth + 1 && !in_namespace && g_str_has_prefix(name, "x-")) {
        open_value(self, keep_text(self, name, -1), NULL, NULL, NULL);
        return;
    }
    if (self->scope == FACT_KIND_TREE && self->depth == scope_depth + 2 &&
        g_str_has_prefix(self->path->str, "treeinfo/"))
        self->has_treeinfo = TRUE;

    known = find_known(self, self->scope, self->path->str);
    if (known == NULL && !in_namespace && self->scope == FACT_KIND_INSTALL_SCRIPT &&
        self->depth == scope_depth + 2 && g_str_has_prefix(self->path->str, "config/"))
        known = find_known(self, self->scope, CONFIG_PARAM);
    if (known == NULL)
        return;
    if (known->has_attributes)
        read_attributes(self, attributes);
    if (known->structure != NULL)
        open_structure(self, known->structure, attributes);
    else if (known->field != NULL)
        /* lists and what is matched with media are the same in every language */
        open_value(self, known->field->key, known->field, NULL,
                   (known->field->flags & FIELD_READ_SINGLE) != 0 ? get_language(self, attributes)
                                                                  : NULL);
}

static const char *
get_type_name(FactKind kind)
{
    for (guint i = 0; i < G_N_ELEMENTS(entities); i++) {
        if (entities[i].kind == kind)
            return entities[i].element;
    }
    return NULL;
}

/* Is the entity in the file that its id spells? */
static gboolean
check_place(XmlReader *self, FactKind kind, const char *id)
{
    g_autofree char *expected = NULL;

    if (self->file->place == NULL)
        return TRUE;
    expected =
        db_files_get_place(get_type_name(kind), id, self->file->is_extension ? ".d" : ".xml");
    if (strcmp(expected, self->file->place) == 0)
        return TRUE;
    warn(self, "Entity %s must be in file %s not %s", id, expected, self->file->place);
    return FALSE;
}

static void
open_entity(XmlReader *self, const char *name, const Attributes *attributes)
{
    for (guint i = 0; i < G_N_ELEMENTS(entities); i++) {
        const char *id = NULL;

        if (strcmp(name, entities[i].element) != 0)
            continue;
        id = get_id(self, attributes);
        if (id == NULL) {
            fail(self, entities[i].missing);
            return;
        }
        if (!check_place(self, entities[i].kind, id))
            break;
        self->entity_depth = self->depth;
        self->entity_kind = self->scope = entities[i].kind;
        self->entity_id = id;
        memset(self->numbers, 0, sizeof(self->numbers));
        self->n_resources = 0;
        self->template.is_known = FALSE;
        self->injection = 0;
        self->has_injection = FALSE;
        g_string_truncate(self->path, 0);
        push(self, &(StoreOp){.code = STORE_OP_ENTITY, .kind = (guint8)self->scope, .id = id});
        if (self->scope == FACT_KIND_DATAMAP)
            push(self, &(StoreOp){.code = STORE_OP_PART, .kind = FACT_KIND_ENTRIES, .id = id});
        return;
    }
    self->skip_depth = self->depth;
}

/* Escapes text for a place between tags, or with @quote between quotes, as the parser must not take
 * it for markup or normalise it. */
static void
write_escaped(GString *out, const char *text, gsize length, gboolean quote)
{
    const char *end = text + length;

    for (; text < end; text++) {
        if (*text == '&')
            g_string_append(out, "&amp;");
        else if (*text == '<')
            g_string_append(out, "&lt;");
        else if (*text == '>')
            g_string_append(out, "&gt;");
        else if (*text == '\r' || (quote && (*text == '\n' || *text == '\t' || *text == '"')))
            g_string_append_printf(out, "&#%d;", *text);
        else
            g_string_append_c(out, *text);
    }
}

static void
write_name(GString *out, const xmlChar *prefix, const xmlChar *name)
{
    if (prefix != NULL)
        g_string_append_printf(out, "%s:", (const char *)prefix);
    g_string_append(out, (const char *)name);
}

static void
write_namespace(GString *out, const char *prefix, const char *uri)
{
    g_string_append_printf(out, prefix != NULL ? " xmlns:%s=\"" : " xmlns%s=\"",
                           prefix != NULL ? prefix : "");
    if (uri != NULL)
        write_escaped(out, uri, strlen(uri), TRUE);
    g_string_append_c(out, '"');
}

/* Does the element with these namespaces, or an open one inside of the @from-th namespace's,
 * declare the prefix anew? */
static gboolean
is_declared(XmlReader *self, const char *prefix, guint from, const xmlChar **namespaces,
            int n_namespaces)
{
    const GArray *outer = self->template.namespaces;

    for (int i = 0; i < n_namespaces; i++) {
        if (g_strcmp0((const char *)namespaces[(gsize)i * 2], prefix) == 0)
            return TRUE;
    }
    for (guint i = from + 1; i < outer->len; i++) {
        if (g_strcmp0(g_array_index(outer, Namespace, i).prefix, prefix) == 0)
            return TRUE;
    }
    return FALSE;
}

/* A start tag, without its end, since the element may be empty. */
static void
write_start(XmlReader *self, const xmlChar *name, const xmlChar *prefix, const xmlChar **namespaces,
            int n_namespaces, const Attributes *attributes)
{
    GString *out = self->template.text;
    const GArray *outer = self->template.namespaces;

    if (self->template.is_open_tag)
        g_string_append_c(out, '>');
    g_string_append_c(out, '<');
    write_name(out, prefix, name);
    for (int i = 0; i < n_namespaces; i++)
        write_namespace(out, (const char *)namespaces[(gsize)i * 2],
                        (const char *)namespaces[(gsize)i * 2 + 1]);
    /* what elements around the template declare is valid in it as well */
    for (guint i = 0; self->depth == self->template.root_depth && i < outer->len; i++) {
        const Namespace *namespace = &g_array_index(outer, Namespace, i);

        if (namespace->uri != NULL &&
            !is_declared(self, namespace->prefix, i, namespaces, n_namespaces))
            write_namespace(out, namespace->prefix, namespace->uri);
    }
    for (int i = 0; i < attributes->count; i++) {
        const xmlChar **attribute = attributes->list + (gsize)i * 5;

        g_string_append_c(out, ' ');
        write_name(out, attribute[1], attribute[0]);
        g_string_append(out, "=\"");
        write_escaped(out, (const char *)attribute[3], (gsize)(attribute[4] - attribute[3]), TRUE);
        g_string_append_c(out, '"');
    }
    self->template.is_open_tag = TRUE;
}

static void
write_end(XmlReader *self, const xmlChar *name, const xmlChar *prefix)
{
    GString *out = self->template.text;

    if (self->template.is_open_tag) {
        g_string_append(out, "/>");
    } else {
        g_string_append(out, "</");
        write_name(out, prefix, name);
        g_string_append_c(out, '>');
    }
    self->template.is_open_tag = FALSE;
}

/* Text, a comment or an instruction for programs, which ends a start tag. */
static GString *
write_content(XmlReader *self)
{
    if (self->template.is_open_tag)
        g_string_append_c(self->template.text, '>');
    self->template.is_open_tag = FALSE;
    return self->template.text;
}

/* The first element in a <template> is written down, and nothing else in it counts. */
static gboolean
open_template_element(XmlReader *self)
{
    Template *template = &self->template;

    if (template->root_depth != 0)
        return TRUE;
    if (template->depth == 0 || self->skip_depth != 0 || self->value_depth != 0)
        return FALSE;
    if (!template->is_done) {
        template->root_depth = self->depth;
        template->is_open_tag = FALSE;
        template->is_done = TRUE;
        g_string_truncate(template->text, 0);
        return TRUE;
    }
    return FALSE;
}

static void
close_template_element(XmlReader *self, gsize depth, const xmlChar *name, const xmlChar *prefix)
{
    Template *template = &self->template;

    write_end(self, name, prefix);
    if (depth != template->root_depth)
        return;
    template->root_depth = 0;
    push_value(self, STORE_OP_CLEAR, "template-uri", NULL, NULL);
    push_value(self, STORE_OP_SET, "template-data",
               keep_text(self, template->text->str, (gssize) template->text->len), NULL);
}

static void
remember_namespaces(XmlReader *self, const xmlChar **namespaces, int n_namespaces)
{
    for (int i = 0; i < n_namespaces; i++) {
        const char *prefix = (const char *)namespaces[(gsize)i * 2];
        const char *uri = (const char *)namespaces[(gsize)i * 2 + 1];
        Namespace namespace = {prefix != NULL ? keep_text(self, prefix, -1) : NULL,
                               uri != NULL ? keep_text(self, uri, -1) : NULL, self->depth};

        g_array_append_val(self->template.namespaces, namespace);
    }
}

static void
forget_namespaces(XmlReader *self, gsize depth)
{
    GArray *outer = self->template.namespaces;

    while (outer->len > 0 && g_array_index(outer, Namespace, outer->len - 1).depth >= depth)
        g_array_set_size(outer, outer->len - 1);
}

static void
on_start(void *data, const xmlChar *local_name, const xmlChar *prefix, const xmlChar *uri,
         int n_namespaces, const xmlChar **namespaces, int n_attributes,
         int n_defaulted G_GNUC_UNUSED, const xmlChar **attribute_list)
{
    XmlReader *self = data;
    const char *name = (const char *)local_name;
    Attributes attributes = {attribute_list, n_attributes};

    self->depth++;
    if (self->error == NULL && open_template_element(self)) {
        write_start(self, local_name, prefix, namespaces, n_namespaces, &attributes);
        return;
    }
    if (n_namespaces > 0)
        remember_namespaces(self, namespaces, n_namespaces);
    if (self->error != NULL || self->skip_depth != 0 || self->value_depth != 0)
        return;
    if (self->depth > MAX_DEPTH)
        fail(self, "too many elements inside of each other");
    else if (self->depth == 1 && strcmp(name, "libosinfo") != 0)
        fail(self, "Incorrect root element");
    else if (self->depth == 2)
        open_entity(self, name, &attributes);
    else if (self->depth > 2 && self->resources.open)
        open_resource_element(self, name);
    else if (self->depth > 2)
        open_in_scope(self, name,
                      uri != NULL &&
                          !(self->depth == self->entity_depth + 1 &&
                            (strcmp(name, "derives-from") == 0 || strcmp(name, "clones") == 0 ||
                             strcmp(name, "upgrades") == 0)),
                      &attributes);
}

static void
close_value(XmlReader *self)
{
    const char *text = keep_text(self, self->value->str, (gssize)self->value->len);

    self->value_depth = 0;
    if (self->resources.open) {
        ResourceValue value = {self->resources.current, self->value_key, text};

        if (*text != '\0')
            g_array_append_val(self->resources.values, value);
    } else if (self->value_structure != NULL) {
        if (*text != '\0' && self->value_structure->action == ACTION_INJECTION)
            close_injection(self, text);
        else if (*text != '\0')
            close_language(self, text);
    } else if (self->value_field != NULL) {
        push_field(self, self->value_field, text, self->value_language);
    } else if (*text != '\0') {
        push_value(self, STORE_OP_ADD, self->value_key, text, NULL);
    } else {
        fail(self, "Expected a text node attribute value");
    }
}

static void
close_entity(XmlReader *self)
{
    if (self->scope == FACT_KIND_DATAMAP)
        push(self, &(StoreOp){.code = STORE_OP_END});
    if (self->scope == FACT_KIND_INSTALL_SCRIPT)
        close_script(self);
    self->entity_depth = 0;
    g_array_set_size(self->lengths, 0);
}

static void
restore_path(XmlReader *self)
{
    if (self->lengths->len == 0)
        return;
    g_string_truncate(self->path, g_array_index(self->lengths, gsize, self->lengths->len - 1));
    g_array_set_size(self->lengths, self->lengths->len - 1);
}

static void
on_end(void *data, const xmlChar *local_name, const xmlChar *prefix,
       const xmlChar *uri G_GNUC_UNUSED)
{
    XmlReader *self = data;
    gsize depth = self->depth--;
    gboolean in_resources = self->resources.open && depth > self->resources.depth;

    if (self->error != NULL)
        return;
    if (self->template.root_depth != 0) {
        close_template_element(self, depth, local_name, prefix);
        return;
    }
    forget_namespaces(self, depth);
    if (self->template.depth == depth)
        self->template.depth = 0;
    if (self->skip_depth != 0 && depth != self->skip_depth)
        return;
    if (self->value_depth != 0 && depth != self->value_depth)
        return;
    if (self->value_depth == depth)
        close_value(self);
    if (self->skip_depth == depth) {
        self->skip_depth = 0;
        if (depth <= 2)
            return; /* an entity that was passed over opened no path */
    }
    if (in_resources)
        return;
    if (self->resources.open && depth == self->resources.depth)
        close_resources(self);
    if (self->in_part && depth == self->part_depth)
        close_part(self);
    if (self->entity_depth != 0 && depth == self->entity_depth)
        close_entity(self);
    else if (self->entity_depth != 0)
        restore_path(self);
}

static void
on_characters(void *data, const xmlChar *text, int length)
{
    XmlReader *self = data;

    if (self->template.root_depth != 0)
        write_escaped(write_content(self), (const char *)text, (gsize)length, FALSE);
    else if (self->value_depth != 0)
        g_string_append_len(self->value, (const char *)text, length);
}

static void
on_comment(void *data, const xmlChar *text)
{
    XmlReader *self = data;

    if (self->template.root_depth != 0)
        g_string_append_printf(write_content(self), "<!--%s-->", (const char *)text);
}

static void
on_instruction(void *data, const xmlChar *target, const xmlChar *text)
{
    XmlReader *self = data;

    if (self->template.root_depth != 0)
        g_string_append_printf(write_content(self), "<?%s%s%s?>", (const char *)target,
                               text != NULL ? " " : "", text != NULL ? (const char *)text : "");
}

/* Entities that a document declares itself are not known: nothing of them gets into a value. */
static xmlEntity *
on_entity(void *data G_GNUC_UNUSED, const xmlChar *name)
{
    return xmlGetPredefinedEntity(name);
}

static void
on_error(void *data, XmlErrorArgument problem)
{
    XmlReader *self = data;
    g_autofree char *text = NULL;

    if (self->error != NULL || problem->level < XML_ERR_ERROR)
        return;
    text = g_strdup(problem->message != NULL ? problem->message : "not well-formed");
    g_set_error(&self->error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s:%d: %s", self->file->path,
                problem->line, g_strchomp(text));
}

XmlReader *
xml_reader_new(void)
{
    XmlReader *self = g_new0(XmlReader, 1);
    xmlSAXHandler handler = {
        .initialized = XML_SAX2_MAGIC,
        .startElementNs = on_start,
        .endElementNs = on_end,
        .characters = on_characters,
        .ignorableWhitespace = on_characters,
        .cdataBlock = on_characters,
        .comment = on_comment,
        .processingInstruction = on_instruction,
        .getEntity = on_entity,
        .serror = on_error,
    };

    self->context = xmlCreatePushParserCtxt(&handler, self, NULL, 0, NULL);
    xmlCtxtUseOptions(self->context, PARSER_OPTIONS);
    self->texts = g_string_chunk_new(64 * 1024);
    self->path = g_string_new(NULL);
    self->part_path = g_string_new(NULL);
    self->lengths = g_array_new(FALSE, FALSE, sizeof(gsize));
    self->value = g_string_new(NULL);
    self->template.text = g_string_new(NULL);
    self->template.namespaces = g_array_new(FALSE, FALSE, sizeof(Namespace));
    self->resources.values = g_array_new(FALSE, FALSE, sizeof(ResourceValue));
    for (guint i = 0; i < FACT_N_KINDS; i++) {
        self->known[i] = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
        add_known_fields(self, (FactKind)i, field_get_table((FactKind)i));
    }
    for (guint i = 0; i < G_N_ELEMENTS(structures); i++)
        find_or_add_known(self, structures[i].scope, structures[i].path)->structure =
            &structures[i];
    return self;
}

void
xml_reader_free(XmlReader *self)
{
    if (self == NULL)
        return;
    /* a file that declares entities leaves a document behind */
    xmlFreeDoc(self->context->myDoc);
    xmlFreeParserCtxt(self->context);
    g_string_chunk_free(self->texts);
    g_string_free(self->path, TRUE);
    g_string_free(self->part_path, TRUE);
    g_array_unref(self->lengths);
    g_string_free(self->value, TRUE);
    g_string_free(self->template.text, TRUE);
    g_array_unref(self->template.namespaces);
    g_array_unref(self->resources.values);
    g_free(self->resources.id);
    for (guint i = 0; i < FACT_N_KINDS; i++)
        g_hash_table_unref(self->known[i]);
    g_clear_error(&self->error);
    g_free(self);
}

static void
start_file(XmlReader *self, const DbFile *file, GArray *ops, GPtrArray *warnings)
{
    self->file = file;
    self->ops = ops;
    self->warnings = warnings;
    self->depth = self->entity_depth = self->skip_depth = self->value_depth = 0;
    self->in_part = self->resources.open = FALSE;
    self->template.depth = self->template.root_depth = 0;
    g_array_set_size(self->template.namespaces, 0);
    g_string_truncate(self->path, 0);
    g_array_set_size(self->lengths, 0);
}

static char *
read_file(const DbFile *file, gsize *out_size, GError **error)
{
    g_autoptr(GError) local_error = NULL;
    char *contents = NULL;

    if (file->size > MAX_FILE_SIZE) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s: larger than %d MiB",
                    file->path, MAX_FILE_SIZE / 1024 / 1024);
        return NULL;
    }
    if (g_file_get_contents(file->path, &contents, out_size, &local_error))
        return contents;
    /* the store keeps this for users of all languages, so GLib's words will not do */
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, "Can't read path %s: %s", file->path,
                access(file->path, R_OK) != 0 ? translate_no_errno(errno) : "failed to read");
    return NULL;
}

gboolean
xml_reader_read(XmlReader *self, const DbFile *file, GArray *out_ops, GPtrArray *out_warnings,
                GError **error)
{
    gsize size = 0;
    g_autofree char *contents = read_file(file, &size, error);
    gsize start = MIN(size, 4);
    guint n_ops = out_ops->len;

    if (contents == NULL)
        return FALSE;
    start_file(self, file, out_ops, out_warnings);
    /* the first bytes tell the encoding */
    xmlCtxtResetPush(self->context, contents, (int)start, file->path, NULL);
    xmlCtxtUseOptions(self->context, PARSER_OPTIONS);
    xmlParseChunk(self->context, contents + start, (int)(size - start), 1);
    if (self->error == NULL && !self->context->wellFormed)
        fail(self, "not well-formed");
    if (self->error != NULL) {
        g_array_set_size(out_ops, n_ops);
        g_propagate_error(error, g_steal_pointer(&self->error));
        return FALSE;
    }
    return TRUE;
}
