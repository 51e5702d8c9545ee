/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tables of names elsewhere: each <naming> says what it wants, of systems that there are, and no later
 * one says something else of all of them. */
#include <string.h>

#include "check/lint/rules.h"
#include "check/xml_node.h"
#include "facts/naming.h"
#include "facts/version.h"

/* What the systems of the database are. */
typedef struct {
    GPtrArray *systems;        /* of NamingSystem, which own their texts */
    GHashTable *families;      /* words */
    GHashTable *distros;       /* words */
    GHashTable *architectures; /* words that elements of systems have */
} Systems;

/* A <naming> of a table, with what it is about; texts are owned. */
typedef struct {
    const LintFile *file;
    const xmlNode *node;
    NamingRange range;
    char *architectures; /* NULL: all are one */
    GPtrArray *names;    /* of texts */
    gboolean is_about;   /* some system */
    gboolean is_used;    /* for one of them no later one says something else */
} Naming;

static void
system_free(NamingSystem *system)
{
    g_free((char *)system->id);
    g_free((char *)system->short_id);
    g_free((char *)system->version);
    g_free((char *)system->codename);
    g_free((char *)system->family);
    g_free((char *)system->distro);
    g_free((char *)system->release_date);
    g_free(system);
}

static void
naming_free(Naming *naming)
{
    g_free((char *)naming->range.os);
    g_free((char *)naming->range.distro);
    g_free((char *)naming->range.family);
    g_free((char *)naming->range.from);
    g_free((char *)naming->range.to);
    g_free((char *)naming->range.since);
    g_free(naming->architectures);
    g_ptr_array_unref(naming->names);
    g_free(naming);
}

static void
add_architectures(Systems *self, const xmlNode *os)
{
    XML_NODE_FOREACH (part, os, NULL) {
        char *architecture = xml_node_attribute(part, "arch");

        if (architecture != NULL)
            g_hash_table_add(self->architectures, architecture);
    }
}

static void
add_system(Systems *self, const LintEntity *os)
{
    NamingSystem *system = g_new0(NamingSystem, 1);

    system->id = g_strdup(os->id);
    system->short_id = xml_node_child_text(os->node, "short-id");
    system->version = xml_node_child_text(os->node, "version");
    system->codename = xml_node_child_text(os->node, "codename");
    system->family = xml_node_child_text(os->node, NAMING_FAMILY);
    system->distro = xml_node_child_text(os->node, NAMING_DISTRO);
    system->release_date = xml_node_child_text(os->node, "release-date");
    g_ptr_array_add(self->systems, system);
    if (system->family != NULL)
        g_hash_table_add(self->families, (char *)system->family);
    if (system->distro != NULL)
        g_hash_table_add(self->distros, (char *)system->distro);
}

static Systems
read_systems(LintDatabase *database)
{
    Systems self = {
        .systems = g_ptr_array_new_with_free_func((GDestroyNotify)system_free),
        .families = g_hash_table_new(g_str_hash, g_str_equal),
        .distros = g_hash_table_new(g_str_hash, g_str_equal),
        .architectures = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
    };

    g_hash_table_add(self.architectures, g_strdup("i686"));
    g_hash_table_add(self.architectures, g_strdup("x86_64"));
    RULE_FOREACH (os, database, "os") {
        add_architectures(&self, os->node);
        /* what an extension adds is no system of its own */
        if (xml_node_child(os->node, "version") != NULL ||
            xml_node_child(os->node, NAMING_FAMILY) != NULL)
            add_system(&self, os);
    }
    return self;
}

static void
systems_clear(Systems *self)
{
    g_hash_table_unref(self->families);
    g_hash_table_unref(self->distros);
    g_hash_table_unref(self->architectures);
    g_ptr_array_unref(self->systems);
}

/* Is there such a system, or one of such a series? */
static gboolean
has_system(const Systems *self, const char *id)
{
    const NamingRange range = {.os = id};

    for (guint i = 0; i < self->systems->len; i++) {
        if (naming_fits(&range, g_ptr_array_index(self->systems, i)))
            return TRUE;
    }
    return FALSE;
}

static void
check_words(LintDatabase *database, const Naming *naming, const char *list, GHashTable *known,
            const char *what)
{
    gsize length = 0;
    const char *start = NULL;
    guint n_words = 0;

    while (list != NULL && (start = naming_next_word(&list, &length)) != NULL) {
        g_autofree char *word = g_strndup(start, length);

        n_words++;
        if (!g_hash_table_contains(known, word))
            lint_fault(database, naming->file, naming->node, _("no system has the %s '%s'"), what,
                       word);
    }
    if (n_words > NAMING_MAX_WORDS)
        lint_fault(database, naming->file, naming->node, _("more than %d words in a list"),
                   NAMING_MAX_WORDS);
}

static void
check_systems(LintDatabase *database, const Systems *systems, const Naming *naming)
{
    const char *list = naming->range.os;
    const char *start = NULL;
    gsize length = 0;

    while (list != NULL && (start = naming_next_word(&list, &length)) != NULL) {
        g_autofree char *id = g_strndup(start, length);

        if (!has_system(systems, id))
            lint_fault(database, naming->file, naming->node,
                       _("<%s> names '%s', a %s that is not defined"), naming->node->name, id,
                       NAMING_OS);
    }
    check_words(database, naming, naming->range.distro, systems->distros, NAMING_DISTRO);
    check_words(database, naming, naming->range.family, systems->families, NAMING_FAMILY);
    check_words(database, naming, naming->architectures, systems->architectures,
                NAMING_ARCHITECTURE);
}

/* What a <naming> says is what the library can read. */
static gboolean
check_values(LintDatabase *database, const Naming *naming)
{
    static const NamingSystem all = {"http://e.org/a/1", "a1", "1.2", "Name", "linux", "a",
                                     "2020-01-01"};
    g_autofree char *match = xml_node_attribute(naming->node, NAMING_MATCH);
    const NamingRange *range = &naming->range;
    guint n_faults = database->faults->len;

    if ((g_strcmp0(match, NAMING_NONE) == 0) != (naming->names->len == 0))
        lint_fault(database, naming->file, naming->node,
                   _("<naming> has either a <name> or match=\"none\""));
    for (guint i = 0; i < naming->names->len; i++) {
        const char *name = g_ptr_array_index(naming->names, i);
        g_autofree char *filled = naming_expand(name, &all, NULL);

        if (filled == NULL)
            lint_fault(database, naming->file, naming->node,
                       _("'%s' has a placeholder that is not known"), name);
        if (*name == '\0')
            lint_fault(database, naming->file, naming->node, _("<name> is empty"));
    }
    if (range->from != NULL && range->to != NULL && version_order(range->from, range->to) > 0)
        lint_fault(database, naming->file, naming->node, _("from '%s' is above to '%s'"),
                   range->from, range->to);
    if (range->since != NULL && rule_parse_date(range->since) == 0)
        lint_fault(database, naming->file, naming->node, _("'%s' is not a date"), range->since);
    return database->faults->len == n_faults;
}

static void
add_namings(GHashTable *tables, const LintEntity *scheme)
{
    GPtrArray *namings = g_hash_table_lookup(tables, scheme->id);

    if (namings == NULL) {
        namings = g_ptr_array_new_with_free_func((GDestroyNotify)naming_free);
        g_hash_table_insert(tables, scheme->id, namings);
    }
    XML_NODE_FOREACH (node, scheme->node, "naming") {
        Naming *naming = g_new0(Naming, 1);

        naming->file = scheme->file;
        naming->node = node;
        naming->range.os = xml_node_attribute(node, NAMING_OS);
        naming->range.distro = xml_node_attribute(node, NAMING_DISTRO);
        naming->range.family = xml_node_attribute(node, NAMING_FAMILY);
        naming->range.from = xml_node_attribute(node, NAMING_FROM);
        naming->range.to = xml_node_attribute(node, NAMING_TO);
        naming->range.since = xml_node_attribute(node, NAMING_SINCE);
        naming->architectures = xml_node_attribute(node, "arch");
        naming->names = g_ptr_array_new_with_free_func(g_free);
        XML_NODE_FOREACH (name, node, NAMING_NAME)
            g_ptr_array_add(naming->names, xml_node_text(name));
        g_ptr_array_add(namings, naming);
    }
}

/* Has the system all that the names want? */
static gboolean
can_expand(const Naming *naming, const NamingSystem *system)
{
    for (guint i = 0; i < naming->names->len; i++) {
        g_autofree char *name = naming_expand(g_ptr_array_index(naming->names, i), system, NULL);

        if (name == NULL)
            return FALSE;
    }
    return TRUE;
}

/* Marks what counts for a system: of each architecture the last one. */
static void
mark(GPtrArray *namings, const NamingSystem *system)
{
    g_autoptr(GHashTable) answered = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    for (guint i = namings->len; i > 0; i--) {
        Naming *naming = g_ptr_array_index(namings, i - 1);
        const char *list = naming->architectures != NULL ? naming->architectures : "all";
        const char *start = NULL;
        gsize length = 0;

        if (!naming_fits(&naming->range, system) || !can_expand(naming, system))
            continue;
        naming->is_about = TRUE;
        while ((start = naming_next_word(&list, &length)) != NULL) {
            if (g_hash_table_add(answered, g_strndup(start, length)))
                naming->is_used = TRUE;
        }
    }
}

static void
check_table(LintDatabase *database, const Systems *systems, GPtrArray *namings)
{
    for (guint i = 0; i < systems->systems->len; i++)
        mark(namings, g_ptr_array_index(systems->systems, i));
    for (guint i = 0; i < namings->len; i++) {
        const Naming *naming = g_ptr_array_index(namings, i);

        if (!check_values(database, naming) || systems->systems->len == 0)
            continue;
        check_systems(database, systems, naming);
        if (!naming->is_about)
            lint_fault(database, naming->file, naming->node, _("<naming> is about no system"));
        else if (!naming->is_used)
            lint_fault(
                database, naming->file, naming->node,
                _("later ones say something else of all systems that this <naming> is about"));
    }
}

void
rule_namings(LintDatabase *database)
{
    g_autoptr(GHashTable) tables =
        g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_ptr_array_unref);
    Systems systems = read_systems(database);
    GHashTableIter iter;
    gpointer namings = NULL;

    RULE_FOREACH (scheme, database, "scheme")
        add_namings(tables, scheme);
    g_hash_table_iter_init(&iter, tables);
    while (g_hash_table_iter_next(&iter, NULL, &namings))
        check_table(database, &systems, namings);
    systems_clear(&systems);
}
