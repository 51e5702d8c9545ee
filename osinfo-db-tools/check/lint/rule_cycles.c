/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Follows each relation on its own, with a mark for each entity, so that a chain of a hundred thousand
 * costs no more than its length. Tarjan's algorithm: entities that lead to one another form a group,
 * which is known when the first of it that was entered is left.
 */
#include "check/lint/rules.h"
#include "check/xml_node.h"

static const char *const relations[] = {"upgrades", "derives-from", "clones", NULL};

typedef struct {
    GPtrArray *targets; /* of Node, borrowed */
    guint next;         /* target that is looked at next */
    guint number;       /* in the order in which they were entered; 0: not yet */
    guint lowest;       /* number that is reached from here, of those whose group is not known */
    gboolean is_open;   /* its group is not known */
    gboolean is_cyclic;
} Node;

typedef struct {
    guint n_entered;
    GPtrArray *way;  /* of Node, from where the walk began to where it is */
    GPtrArray *open; /* of Node, in the order in which they were entered */
} Walk;

static void
node_free(Node *node)
{
    g_ptr_array_unref(node->targets);
    g_free(node);
}

static void
add_targets(GHashTable *nodes, Node *node, const GPtrArray *entities, const char *relation)
{
    for (guint i = 0; i < entities->len; i++) {
        const LintEntity *entity = g_ptr_array_index(entities, i);

        XML_NODE_FOREACH (link, entity->node, relation) {
            g_autofree char *id = xml_node_attribute(link, "id");
            Node *target = id != NULL ? g_hash_table_lookup(nodes, id) : NULL;

            if (target != NULL)
                g_ptr_array_add(node->targets, target);
        }
    }
}

/* A node for each id, with links from all files of the entity. */
static GHashTable *
make_nodes(LintDatabase *database, const char *relation)
{
    GHashTable *nodes =
        g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)node_free);
    GHashTableIter iter;
    gpointer id = NULL;
    gpointer entities = NULL;

    g_hash_table_iter_init(&iter, database->by_id);
    while (g_hash_table_iter_next(&iter, &id, NULL)) {
        Node *node = g_new0(Node, 1);

        node->targets = g_ptr_array_new();
        g_hash_table_insert(nodes, id, node);
    }
    g_hash_table_iter_init(&iter, database->by_id);
    while (g_hash_table_iter_next(&iter, &id, &entities))
        add_targets(nodes, g_hash_table_lookup(nodes, id), entities, relation);
    return nodes;
}

static void
enter(Walk *walk, Node *node)
{
    node->number = node->lowest = ++walk->n_entered;
    node->is_open = TRUE;
    g_ptr_array_add(walk->way, node);
    g_ptr_array_add(walk->open, node);
}

/* All targets were looked at. */
static void
leave(Walk *walk, Node *node)
{
    gboolean is_alone = g_ptr_array_index(walk->open, walk->open->len - 1) == node;
    Node *last = NULL;

    g_ptr_array_set_size(walk->way, (gint)walk->way->len - 1);
    if (walk->way->len > 0) {
        Node *before = g_ptr_array_index(walk->way, walk->way->len - 1);

        before->lowest = MIN(before->lowest, node->lowest);
    }
    if (node->lowest != node->number)
        return;
    do {
        last = g_ptr_array_steal_index(walk->open, walk->open->len - 1);
        last->is_open = FALSE;
        last->is_cyclic = last->is_cyclic || !is_alone;
    } while (last != node);
}

static void
follow(Walk *walk, Node *start)
{
    enter(walk, start);
    while (walk->way->len > 0) {
        Node *node = g_ptr_array_index(walk->way, walk->way->len - 1);
        Node *target = NULL;

        if (node->next == node->targets->len) {
            leave(walk, node);
            continue;
        }
        target = g_ptr_array_index(node->targets, node->next++);
        if (target->number == 0)
            enter(walk, target);
        else if (target->is_open)
            node->lowest = MIN(node->lowest, target->number);
        if (target == node)
            node->is_cyclic = TRUE;
    }
}

static void
mark_cycles(GHashTable *nodes)
{
    g_autoptr(GPtrArray) way = g_ptr_array_new();
    g_autoptr(GPtrArray) open = g_ptr_array_new();
    Walk walk = {.way = way, .open = open};
    GHashTableIter iter;
    gpointer node = NULL;

    g_hash_table_iter_init(&iter, nodes);
    while (g_hash_table_iter_next(&iter, NULL, &node)) {
        if (((Node *)node)->number == 0)
            follow(&walk, node);
    }
}

static void
check_relation(LintDatabase *database, const char *relation)
{
    g_autoptr(GHashTable) nodes = make_nodes(database, relation);

    mark_cycles(nodes);
    RULE_FOREACH (entity, database, NULL) {
        const xmlNode *link = xml_node_child(entity->node, relation);
        const Node *node = g_hash_table_lookup(nodes, entity->id);

        if (link != NULL && node != NULL && node->is_cyclic)
            lint_fault(database, entity->file, link, _("<%s> leads back to '%s'"), relation,
                       entity->id);
    }
}

void
rule_cycles(LintDatabase *database)
{
    for (guint i = 0; relations[i] != NULL; i++)
        check_relation(database, relations[i]);
}
