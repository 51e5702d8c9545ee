/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A state machine over libxml2's SAX2 events. An open entity, or part of one, is a scope; scopes
 * stand in each other. Inside of a scope an element is known by its path, `iso/volume-id`, which
 * xml_paths.c looks up among the rows of facts/: values, parts, relations. What is not there is
 * passed over. What a template or resources look like inside is the business of xml_template.c and
 * xml_resources.c.
 */
#include "config.h"

#include <errno.h>
#include <string.h>

#include <gio/gio.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include "common/translate.h"
#include "common/xml_error.h"
#include "common/xml_limits.h"
#include "compile/xml_language.h"
#include "compile/xml_paths.h"
#include "compile/xml_reader.h"
#include "compile/xml_resources.h"
#include "compile/xml_template.h"
#include "facts/places.h"

/* Elements inside of elements. */
#define MAX_DEPTH 64
/* Values and parts of one entity or part: each is held against those before it. */
#define MAX_VALUES 4096
/* Bytes of an id, which the ids of numbered parts repeat. */
#define MAX_ID 512
/* Entities are replaced, so that `&amp;` in an attribute is one character; on_entity() knows no
 * others. */
#define PARSER_OPTIONS (XML_PARSE_NONET | XML_PARSE_NOENT)

/* Bits of OsinfoInstallScriptInjectionMethod, a number that is part of the database's meaning. */
static const struct {
    const char *name;
    guint bit;
} injection_methods[] = {
    {"cdrom", 1 << 0}, {"disk", 1 << 1}, {"floppy", 1 << 2}, {"initrd", 1 << 3}, {"web", 1 << 4},
};

typedef void (*CloseFunc)(XmlReader *self, const char *text);

/* An entity or a part that is open. */
typedef struct {
    FactKind kind;
    const char *id;              /* NULL: without */
    gsize depth;                 /* of its element */
    gsize path_start;            /* where the path below its element begins */
    guint n_values;              /* operations so far */
    gboolean is_said;            /* was there an element of its FIELD_READ_EXISTS? */
    guint numbers[FACT_N_KINDS]; /* parts of each kind so far, for their ids */
} Scope;

struct XmlReader {
    xmlParserCtxt *context;
    GStringChunk *texts;
    XmlPaths paths;

    /* the file being read */
    const DbFile *file;
    GArray *ops;
    GPtrArray *warnings;
    GError *error; /* the first one; nothing counts any more */

    /* where in the file */
    guint n_declared; /* attributes */
    gsize depth;      /* open elements */
    gsize skip_depth; /* of an element that is passed over with all that is in it; 0: none */
    GArray *scopes;   /* of Scope: the open entity and the parts in it that are open; empty: none */
    GString *path;    /* below the entity, see Scope.path_start */
    GArray *lengths;  /* of gsize: length of the path at each depth below the entity */
    guint n_resources;
    XmlResources resources;
    XmlTemplate template;
    gboolean has_template; /* the open script has one, so that further ones do not count */
    guint injection;       /* bits of the open script */
    gboolean has_injection;

    /* the value being read */
    gsize value_depth; /* of its element; 0: none */
    const char *value_key;
    const char *value_language;
    const FieldSpec *value_field; /* NULL: an x- element, or value_close is there */
    CloseFunc value_close;        /* what is done with the text of a special element */
    const char *value_map;        /* of <l10n-language regex="true">, "" without a map */
    GString *value;
};

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

static Scope *
get_scope(const XmlReader *self)
{
    return &g_array_index(self->scopes, Scope, self->scopes->len - 1);
}

static void
count_value(XmlReader *self)
{
    if (++get_scope(self)->n_values > MAX_VALUES)
        fail(self, "too many values and parts in one element");
}

static void
push(XmlReader *self, const StoreOp *op)
{
    g_array_append_vals(self->ops, op, 1);
    if (self->scopes->len > 0)
        count_value(self);
}

static void
push_value(XmlReader *self, StoreOpCode code, const char *key, const char *value,
           const char *language)
{
    push(self, &(StoreOp){.code = (guint8)code, .key = key, .value = value, .language = language});
}

/* The path below the scope. */
static const char *
get_path(const XmlReader *self)
{
    return self->path->str + get_scope(self)->path_start;
}

/* Is there an attribute @name that is in no namespace? A kept text, NULL when absent. */
static const char *
get_attribute(XmlReader *self, const XmlAttributes *attributes, const char *name)
{
    if (self->error != NULL) /* the parser was stopped, and its texts are gone */
        return NULL;
    for (int i = 0; i < attributes->count; i++) {
        const xmlChar **attribute = attributes->list + (gsize)i * 5;

        if (attribute[1] == NULL && strcmp((const char *)attribute[0], name) == 0)
            return keep_text(self, (const char *)attribute[3], attribute[4] - attribute[3]);
    }
    return NULL;
}

/* The value of xml:lang, else of plain lang, which old files have; NULL when absent or empty. */
static char *
dup_language_tag(const XmlAttributes *attributes)
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
get_language(XmlReader *self, const XmlAttributes *attributes)
{
    g_autofree char *tag = dup_language_tag(attributes);
    g_autofree char *name = NULL;

    /* every list of languages ends with C, which means the untranslated text */
    if (tag == NULL || strcmp(tag, "C") == 0 || strcmp(tag, "POSIX") == 0)
        return NULL;
    name = xml_language_to_locale(tag);
    return g_string_chunk_insert_const(self->texts, name);
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

static void
push_relation(XmlReader *self, const FactRelationSpec *relation, const char *id)
{
    push(self, &(StoreOp){.code = STORE_OP_EDGE,
                          .relation = (guint8)relation->relation,
                          .target_kind = (guint8)relation->target,
                          .id = id});
}

/* All attributes of an element that are values, or relations of the scope itself; the path is that
 * of the element. */
static void
read_attributes(XmlReader *self, const XmlAttributes *attributes)
{
    gsize length = self->path->len;

    for (int i = 0; i < attributes->count; i++) {
        const xmlChar **attribute = attributes->list + (gsize)i * 5;
        const XmlPath *known = NULL;
        const char *text = NULL;

        if (attribute[1] != NULL)
            continue;
        if (*get_path(self) != '\0')
            g_string_append_c(self->path, '/');
        g_string_append_c(self->path, '@');
        g_string_append(self->path, (const char *)attribute[0]);
        known = xml_paths_find(&self->paths, get_scope(self)->kind, get_path(self));
        g_string_truncate(self->path, length);
        if (known == NULL)
            continue;
        text = keep_text(self, (const char *)attribute[3], attribute[4] - attribute[3]);
        if (known->field != NULL)
            push_field(self, known->field, text, NULL);
        if (known->relation != NULL && *text != '\0')
            push_relation(self, known->relation, text);
    }
}

/* `OWNER:N`, or in an extension `OWNER:FILE:N`. */
static const char *
number_id(XmlReader *self, guint number)
{
    const char *owner = get_scope(self)->id;
    char end[sizeof ":4294967295"] = {0};
    char *place = end + sizeof end - 1;
    g_autofree char *id = NULL;

    if (owner == NULL)
        owner = g_array_index(self->scopes, Scope, 0).id;
    do {
        *--place = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    *--place = ':';
    if (self->file->is_extension && self->scopes->len == 1)
        id = g_strconcat(owner, ":", self->file->name, place, NULL);
    else
        id = g_strconcat(owner, place, NULL);
    return keep_text(self, id, -1);
}

static void
open_scope(XmlReader *self, FactKind kind, const char *id)
{
    Scope scope = {.kind = kind, .id = id, .depth = self->depth, .path_start = self->path->len};

    if (id != NULL && strlen(id) > MAX_ID)
        fail(self, "id is too long");
    g_array_append_val(self->scopes, scope);
}

/* What is stored where an attribute is missing. */
static void
push_missing(XmlReader *self, FactKind kind, const XmlAttributes *attributes)
{
    const FieldTable *table = field_get_table(kind);

    for (guint i = 0; i < table->n_fields; i++) {
        const FieldSpec *field = &table->fields[i];

        if ((field->flags & FIELD_TRUE_WHEN_ABSENT) != 0 &&
            get_attribute(self, attributes, field->path + 1) == NULL)
            push_value(self, STORE_OP_SET, field->key, "true", NULL);
    }
}

static void
open_part(XmlReader *self, FactKind kind, const char *id, const XmlAttributes *attributes)
{
    push(self, &(StoreOp){.code = STORE_OP_PART, .kind = (guint8)kind, .id = id});
    open_scope(self, kind, id);
    read_attributes(self, attributes);
    push_missing(self, kind, attributes);
}

/* What is stored at the end of an entity or part: whether there was such an element, and what no
 * file says. */
static void
push_defaults(XmlReader *self)
{
    const Scope *scope = get_scope(self);
    const FieldTable *table = field_get_table(scope->kind);

    for (guint i = 0; i < table->n_fields; i++) {
        const FieldSpec *field = &table->fields[i];

        if ((field->flags & FIELD_READ_EXISTS) != 0)
            push_value(self, STORE_OP_SET, field->key, scope->is_said ? "true" : "false", NULL);
        if ((field->flags & FIELD_FALSE_WHEN_ABSENT) != 0)
            push_value(self, STORE_OP_DEFAULT, field->key, "false", NULL);
    }
}

static void
close_part(XmlReader *self)
{
    push_defaults(self);
    push(self, &(StoreOp){.code = STORE_OP_END});
    g_array_set_size(self->scopes, self->scopes->len - 1);
}

static void
open_value(XmlReader *self, const char *key, const FieldSpec *field, CloseFunc close,
           const char *language)
{
    self->value_depth = self->depth;
    self->value_key = key;
    self->value_field = field;
    self->value_close = close;
    self->value_language = language;
    g_string_truncate(self->value, 0);
}

static void
open_resources(XmlReader *self, const XmlAttributes *attributes)
{
    const char *inherit = get_attribute(self, attributes, "inherit");

    count_value(self);
    xml_resources_open(&self->resources, self->depth, number_id(self, self->n_resources++),
                       get_attribute(self, attributes, "arch"), g_strcmp0(inherit, "true") == 0);
}

static void
close_resource_value(XmlReader *self, const char *text)
{
    xml_resources_add_value(&self->resources, self->value_field, text);
}

static void
open_resource_element(XmlReader *self, const char *name)
{
    const FieldSpec *field = xml_resources_open_element(&self->resources, self->depth, name);

    if (field != NULL)
        open_value(self, field->key, field, close_resource_value, NULL);
}

static void
close_language(XmlReader *self, const char *text)
{
    if (*text == '\0')
        return;
    if (self->value_map == NULL) {
        push_value(self, STORE_OP_ADD, "l10n-language", text, NULL);
        return;
    }
    push_value(self, STORE_OP_REPLACE, "l10n-language-regex", text, NULL);
    if (*self->value_map != '\0')
        push_value(self, STORE_OP_REPLACE, "l10n-language-map", self->value_map, NULL);
}

static void
open_language(XmlReader *self, const XmlAttributes *attributes)
{
    const char *regex = get_attribute(self, attributes, "regex");
    const char *map = get_attribute(self, attributes, "l10n-language-map");

    open_value(self, "l10n-language", NULL, close_language, NULL);
    self->value_map = NULL;
    if (g_strcmp0(regex, "true") == 0)
        self->value_map = map != NULL ? map : "";
}

static void
close_injection(XmlReader *self, const char *text)
{
    if (*text == '\0')
        return;
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

static void
push_injection(XmlReader *self)
{
    g_autofree char *number = g_strdup_printf("%u", self->injection);

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
open_template(XmlReader *self, const XmlAttributes *attributes)
{
    const char *uri = get_attribute(self, attributes, "uri");

    if (self->has_template)
        return;
    self->has_template = TRUE;
    xml_template_open(&self->template, self->depth);
    if (uri != NULL && *uri != '\0')
        uri = resolve_uri(self, uri);
    if (uri == NULL || *uri == '\0')
        return;
    push_value(self, STORE_OP_CLEAR, "template-data", NULL, NULL);
    push_value(self, STORE_OP_SET, "template-uri", uri, NULL);
}

static void
close_template(XmlReader *self)
{
    const GString *text = self->template.text;

    push_value(self, STORE_OP_CLEAR, "template-uri", NULL, NULL);
    push_value(self, STORE_OP_SET, "template-data", keep_text(self, text->str, (gssize)text->len),
               NULL);
}

/* A pair of a datamap. */
static void
read_entry(XmlReader *self, FactKind kind, const XmlAttributes *attributes)
{
    const char *inval = get_attribute(self, attributes, "inval");
    const char *outval = get_attribute(self, attributes, "outval");

    if (inval == NULL || outval == NULL) {
        warn(self, "%s:%d: entry without inval or outval is left out", self->file->path,
             xmlSAX2GetLineNumber(self->context));
        return;
    }
    push(self, &(StoreOp){.code = STORE_OP_PART, .kind = (guint8)kind, .id = get_scope(self)->id});
    push_value(self, STORE_OP_ADD, inval, outval, NULL);
    push(self, &(StoreOp){.code = STORE_OP_END});
}

/* Refuses the file, or leaves the element out, where an id is missing. */
static void
report_missing_id(XmlReader *self, const char *missing)
{
    if (missing != NULL)
        fail(self, missing);
    else
        warn(self, "%s:%d: %s without id is left out", self->file->path,
             xmlSAX2GetLineNumber(self->context), get_path(self));
    self->skip_depth = self->depth;
}

static void
open_known_part(XmlReader *self, const FactPartSpec *part, const XmlAttributes *attributes)
{
    const FactKindSpec *kind = fact_kind_get(part->kind);
    guint *number = &get_scope(self)->numbers[part->kind];
    const char *id = NULL;

    switch (kind->identity) {
    case FACT_IDENTITY_OWN:
        id = get_attribute(self, attributes, kind->id_attribute);
        if (id == NULL || *id == '\0')
            report_missing_id(self, part->missing);
        else
            open_part(self, part->kind, id, attributes);
        break;
    case FACT_IDENTITY_NUMBERED:
        open_part(self, part->kind, number_id(self, (*number)++), attributes);
        break;
    case FACT_IDENTITY_NONE:
        if ((*number)++ == 0)
            open_part(self, part->kind, NULL, attributes);
        else
            self->skip_depth = self->depth;
        break;
    case FACT_IDENTITY_UNNAMED:
        open_part(self, part->kind, NULL, attributes);
        break;
    case FACT_IDENTITY_OWNER:
        read_entry(self, part->kind, attributes);
        break;
    case FACT_IDENTITY_GROUPED: /* open_resources() */
        break;
    }
}

static void
read_relation(XmlReader *self, const FactRelationSpec *relation, const XmlAttributes *attributes)
{
    const char *id = get_attribute(self, attributes, strrchr(relation->path, '@') + 1);

    if (id == NULL || *id == '\0')
        report_missing_id(self, relation->missing);
    else
        push_relation(self, relation, id);
}

/* Looks an element up and makes its name the last step of the path. */
static const XmlPath *
enter_path(XmlReader *self, const char *name, gboolean in_namespace)
{
    Scope *scope = get_scope(self);
    gsize length = self->path->len;
    const XmlPath *any = xml_paths_find_any(&self->paths, scope->kind, get_path(self));
    const XmlPath *known = NULL;

    if (any != NULL && any->field != NULL && (any->field->flags & FIELD_READ_EXISTS) != 0)
        scope->is_said = TRUE;
    g_array_append_val(self->lengths, length);
    if (*get_path(self) != '\0')
        g_string_append_c(self->path, '/');
    g_string_append(self->path, in_namespace ? ":" : name);
    known = xml_paths_find(&self->paths, scope->kind, get_path(self));
    if (known == NULL && any != NULL && any->part != NULL && !in_namespace)
        known = any;
    return known;
}

/* Products are related in whatever namespace. */
static gboolean
is_product_relation(XmlReader *self, const char *name)
{
    const Scope *scope = get_scope(self);
    const XmlPath *known = self->scopes->len == 1 && self->depth == scope->depth + 1
                               ? xml_paths_find(&self->paths, scope->kind, name)
                               : NULL;

    return known != NULL && known->relation != NULL &&
           known->relation->relation <= FACT_RELATION_CLONES;
}

static void
open_special(XmlReader *self, XmlSpecial special, const XmlAttributes *attributes)
{
    switch (special) {
    case XML_SPECIAL_INJECTION:
        open_value(self, "injection-method", NULL, close_injection, NULL);
        break;
    case XML_SPECIAL_LANGUAGE:
        open_language(self, attributes);
        break;
    case XML_SPECIAL_RESOURCES:
        open_resources(self, attributes);
        break;
    case XML_SPECIAL_TEMPLATE:
        open_template(self, attributes);
        break;
    case XML_SPECIAL_NONE:
        break;
    }
}

/* An element below an entity or part. */
static void
open_in_scope(XmlReader *self, const char *name, gboolean in_namespace,
              const XmlAttributes *attributes)
{
    gboolean is_first_step = self->depth == get_scope(self)->depth + 1;
    const XmlPath *known = enter_path(self, name, in_namespace);

    if (is_first_step && !in_namespace && g_str_has_prefix(name, "x-")) {
        open_value(self, keep_text(self, name, -1), NULL, NULL, NULL);
        return;
    }
    if (known == NULL)
        return;
    if (known->has_attributes)
        read_attributes(self, attributes);
    if (known->part != NULL)
        open_known_part(self, known->part, attributes);
    else if (known->relation != NULL)
        read_relation(self, known->relation, attributes);
    else if (known->special != XML_SPECIAL_NONE)
        open_special(self, known->special, attributes);
    else if (known->field != NULL)
        /* lists and what is matched with media are the same in every language */
        open_value(self, known->field->key, known->field, NULL,
                   (known->field->flags & FIELD_READ_SINGLE) != 0 ? get_language(self, attributes)
                                                                  : NULL);
}

/* Is the entity in the file that its id spells? */
static gboolean
check_place(XmlReader *self, FactKind kind, const char *id)
{
    const char *ending = self->file->is_extension ? PLACE_FOLDER_ENDING : PLACE_FILE_ENDING;
    g_autofree char *expected = NULL;

    if (self->file->key == NULL)
        return TRUE;
    expected = place_new_key(fact_kind_get(kind)->element, id);
    if (strcmp(expected, self->file->key) == 0)
        return TRUE;
    warn(self, "Entity %s must be in file %s%s not %s%s", id, expected, ending, self->file->key,
         ending);
    return FALSE;
}

static void
open_entity(XmlReader *self, const char *name, const XmlAttributes *attributes)
{
    FactKind kind = fact_kind_find_entity(name);
    const char *id = NULL;

    self->skip_depth = self->depth;
    if (kind == FACT_N_KINDS)
        return;
    id = get_attribute(self, attributes, fact_kind_get(kind)->id_attribute);
    if (id == NULL || *id == '\0') {
        fail(self, fact_kind_get(kind)->missing);
        return;
    }
    if (!check_place(self, kind, id))
        return;
    self->skip_depth = 0;
    self->n_resources = 0;
    self->has_template = FALSE;
    self->injection = 0;
    self->has_injection = FALSE;
    g_string_truncate(self->path, 0);
    push(self, &(StoreOp){.code = STORE_OP_ENTITY, .kind = (guint8)kind, .id = id});
    open_scope(self, kind, id);
}

static void
on_start(void *data, const xmlChar *local_name, const xmlChar *prefix, const xmlChar *uri,
         int n_namespaces, const xmlChar **namespace_list, int n_attributes,
         int n_defaulted G_GNUC_UNUSED, const xmlChar **attribute_list)
{
    XmlReader *self = data;
    const char *name = (const char *)local_name;
    XmlAttributes attributes = {attribute_list, n_attributes};
    XmlNamespaces namespaces = {namespace_list, n_namespaces};
    gboolean is_passed_over =
        self->error != NULL || self->skip_depth != 0 || self->value_depth != 0;

    if (n_namespaces > XML_MAX_NAMESPACES) {
        fail(self, "too many namespaces in one element");
        return;
    }
    self->depth++;
    if (!is_passed_over && xml_template_wants(&self->template, self->depth)) {
        xml_template_start(&self->template, self->depth, local_name, prefix, &namespaces,
                           &attributes);
        return;
    }
    xml_template_enter(&self->template, self->depth, &namespaces);
    if (is_passed_over)
        return;
    if (self->depth > MAX_DEPTH)
        fail(self, "too many elements inside of each other");
    else if (self->depth == 1 && strcmp(name, "libosinfo") != 0)
        fail(self, "Incorrect root element");
    else if (self->depth == 2)
        open_entity(self, name, &attributes);
    else if (self->depth > 2 && self->resources.depth != 0)
        open_resource_element(self, name);
    else if (self->depth > 2)
        open_in_scope(self, name, uri != NULL && !is_product_relation(self, name), &attributes);
}

static void
close_value(XmlReader *self)
{
    const char *text = keep_text(self, self->value->str, (gssize)self->value->len);

    self->value_depth = 0;
    if (self->value_close != NULL)
        self->value_close(self, text);
    else if (self->value_field != NULL)
        push_field(self, self->value_field, text, self->value_language);
    else if (*text != '\0')
        push_value(self, STORE_OP_ADD, self->value_key, text, NULL);
    else
        fail(self, "Expected a text node attribute value");
}

static void
close_entity(XmlReader *self)
{
    push_defaults(self);
    if (get_scope(self)->kind == FACT_KIND_INSTALL_SCRIPT)
        push_injection(self);
    g_array_set_size(self->scopes, 0);
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

/* The end of an element that stands for something, or may have such ones in it. */
static void
close_element(XmlReader *self, gsize depth)
{
    if (self->resources.depth == depth)
        xml_resources_close(&self->resources, self->ops);
    if (self->scopes->len > 1 && get_scope(self)->depth == depth)
        close_part(self);
    if (self->scopes->len == 1 && get_scope(self)->depth == depth)
        close_entity(self);
    else
        restore_path(self);
}

static void
on_end(void *data, const xmlChar *local_name, const xmlChar *prefix,
       const xmlChar *uri G_GNUC_UNUSED)
{
    XmlReader *self = data;
    gsize depth = self->depth--;
    gboolean in_resources = self->resources.depth != 0 && depth > self->resources.depth;

    if (self->error != NULL)
        return;
    if (xml_template_is_writing(&self->template)) {
        if (xml_template_end(&self->template, depth, local_name, prefix))
            close_template(self);
        return;
    }
    xml_template_leave(&self->template, depth);
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
    if (!in_resources)
        close_element(self, depth);
}

static void
on_characters(void *data, const xmlChar *text, int length)
{
    XmlReader *self = data;

    if (xml_template_is_writing(&self->template))
        xml_template_add_text(&self->template, (const char *)text, (gsize)length);
    else if (self->value_depth != 0)
        g_string_append_len(self->value, (const char *)text, length);
}

static void
on_comment(void *data, const xmlChar *text)
{
    XmlReader *self = data;

    if (xml_template_is_writing(&self->template))
        xml_template_add_comment(&self->template, (const char *)text);
}

static void
on_instruction(void *data, const xmlChar *target, const xmlChar *text)
{
    XmlReader *self = data;

    if (xml_template_is_writing(&self->template))
        xml_template_add_instruction(&self->template, (const char *)target, (const char *)text);
}

/* Entities that a document declares itself are not known: nothing of them gets into a value. */
static xmlEntity *
on_entity(void *data G_GNUC_UNUSED, const xmlChar *name)
{
    return xmlGetPredefinedEntity(name);
}

static void
on_attribute_declared(void *data, const xmlChar *element G_GNUC_UNUSED,
                      const xmlChar *name G_GNUC_UNUSED, int type G_GNUC_UNUSED,
                      int default_type G_GNUC_UNUSED, const xmlChar *value G_GNUC_UNUSED,
                      xmlEnumeration *words)
{
    XmlReader *self = data;

    xmlFreeEnumeration(words);
    if (++self->n_declared > XML_MAX_DECLARED)
        fail(self, "too many attributes are declared");
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

/* Nothing that the file is to blame for. */
static void
set_no_memory(XmlReader *self)
{
    g_clear_error(&self->error);
    g_set_error(&self->error, G_IO_ERROR, G_IO_ERROR_FAILED, "Can't read path %s: %s",
                self->file->path, translate_no_errno(ENOMEM));
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
        .attributeDecl = on_attribute_declared,
        .getEntity = on_entity,
        .serror = on_error,
    };

    self->context = xmlCreatePushParserCtxt(&handler, self, NULL, 0, NULL);
    self->texts = g_string_chunk_new(64 * 1024);
    self->path = g_string_new(NULL);
    self->scopes = g_array_new(FALSE, FALSE, sizeof(Scope));
    self->lengths = g_array_new(FALSE, FALSE, sizeof(gsize));
    self->value = g_string_new(NULL);
    xml_paths_init(&self->paths);
    xml_resources_init(&self->resources);
    xml_template_init(&self->template);
    return self;
}

void
xml_reader_free(XmlReader *self)
{
    if (self == NULL)
        return;
    /* a file that declares entities leaves a document behind */
    if (self->context != NULL)
        xmlFreeDoc(self->context->myDoc);
    xmlFreeParserCtxt(self->context);
    g_string_chunk_free(self->texts);
    g_string_free(self->path, TRUE);
    g_array_unref(self->scopes);
    g_array_unref(self->lengths);
    g_string_free(self->value, TRUE);
    xml_paths_clear(&self->paths);
    xml_resources_clear(&self->resources);
    xml_template_clear(&self->template);
    g_clear_error(&self->error);
    g_free(self);
}

static void
start_file(XmlReader *self, const DbFile *file, GArray *ops, GPtrArray *warnings)
{
    self->file = file;
    self->ops = ops;
    self->warnings = warnings;
    self->n_declared = 0;
    self->depth = self->skip_depth = self->value_depth = self->resources.depth = 0;
    xml_template_reset(&self->template);
    g_array_set_size(self->scopes, 0);
    g_string_truncate(self->path, 0);
    g_array_set_size(self->lengths, 0);
}

/* Fills self->error where it fails. */
static void
parse(XmlReader *self, const char *contents, gsize size)
{
    gsize start = MIN(size, 4);

    /* the first bytes tell the encoding */
    if (self->context == NULL ||
        xmlCtxtResetPush(self->context, contents, (int)start, self->file->path, NULL) != 0) {
        set_no_memory(self);
        return;
    }
    xmlCtxtUseOptions(self->context, PARSER_OPTIONS);
    if (!xml_limits_feed(self->context, contents + start, size - start))
        fail(self, "tag or comment is too long");
    if (self->context->errNo == XML_ERR_NO_MEMORY)
        set_no_memory(self);
    else if (self->error == NULL && !self->context->wellFormed)
        fail(self, "not well-formed");
}

gboolean
xml_reader_read(XmlReader *self, const DbFile *file, GArray *out_ops, GPtrArray *out_warnings,
                GError **error)
{
    gsize size = 0;
    g_autofree char *contents = db_file_read(file, &size, error);
    guint n_ops = out_ops->len;

    if (contents == NULL)
        return FALSE;
    start_file(self, file, out_ops, out_warnings);
    parse(self, contents, size);
    if (self->error != NULL) {
        g_array_set_size(out_ops, n_ops);
        g_propagate_error(error, g_steal_pointer(&self->error));
        return FALSE;
    }
    return TRUE;
}
