/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Feeds script/escape/escape.c with a value at each of some places of real texts: what is written, read
 * by the format's own rules, has the shape that it has with a harmless value, and the value in its
 * place. What runs it is libFuzzer or fuzz-main.c.
 */

#include "config.h"

#include <string.h>

#include <json-glib/json-glib.h>
#ifdef HAVE_YAML
#include <yaml.h>
#endif

#include "fuzz.h"
#include "script/escape/escape.h"

/* In the place of the value, for whoever sees neither escapes nor quotes. */
#define HARMLESS "Harmless"

/* Adds what a text of a format consists of, as texts; FALSE: it is none. */
typedef gboolean (*Parse)(const char *text, GPtrArray *out_parts);

typedef struct {
    const char *media_type; /* NULL: a kernel's arguments */
    const char *text;       /* with a dagger, U+2020, for the value */
    Parse parse;
} Place;

static void add_json(JsonArray *array G_GNUC_UNUSED, guint index G_GNUC_UNUSED, JsonNode *node,
                     gpointer data);

static void
add_json_node(JsonNode *node, GPtrArray *parts)
{
    if (JSON_NODE_HOLDS_VALUE(node) && json_node_get_value_type(node) == G_TYPE_STRING)
        g_ptr_array_add(parts, json_node_dup_string(node));
    else if (JSON_NODE_HOLDS_ARRAY(node))
        json_array_foreach_element(json_node_get_array(node), add_json, parts);
    else
        g_ptr_array_add(parts, g_strdup(json_node_type_name(node)));
}

static void
add_json(JsonArray *array G_GNUC_UNUSED, guint index G_GNUC_UNUSED, JsonNode *node, gpointer data)
{
    add_json_node(node, data);
}

static void
add_member(JsonObject *object G_GNUC_UNUSED, const char *name, JsonNode *node, gpointer data)
{
    g_ptr_array_add(data, g_strdup(name));
    add_json_node(node, data);
}

static gboolean
parse_json(const char *text, GPtrArray *out_parts)
{
    g_autoptr(JsonParser) parser = json_parser_new_immutable();

    if (!json_parser_load_from_data(parser, text, -1, NULL))
        return FALSE;
    json_object_foreach_member(json_node_get_object(json_parser_get_root(parser)), add_member,
                               out_parts);
    return TRUE;
}

#ifdef HAVE_YAML
static gboolean
parse_yaml(const char *text, GPtrArray *out_parts)
{
    yaml_parser_t parser;
    yaml_event_t event;
    gboolean is_right = TRUE, is_last = FALSE;

    yaml_parser_initialize(&parser);
    yaml_parser_set_input_string(&parser, (const guint8 *)text, strlen(text));
    while (is_right && !is_last) {
        is_right = yaml_parser_parse(&parser, &event) != 0;
        if (!is_right)
            break;
        is_last = event.type == YAML_STREAM_END_EVENT;
        g_ptr_array_add(out_parts, event.type == YAML_SCALAR_EVENT
                                       ? g_strdup((const char *)event.data.scalar.value)
                                       : g_strdup_printf("%d", (int)event.type));
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return is_right;
}
#endif

/* What a shell makes of simple commands, which is what a kickstart's lines are, too. */
static gboolean
parse_shell(const char *text, GPtrArray *out_parts)
{
    g_auto(GStrv) words = NULL;

    if (!g_shell_parse_argv(text, NULL, &words, NULL))
        return FALSE;
    for (char **word = words; *word != NULL; word++)
        g_ptr_array_add(out_parts, g_strdup(*word));
    return TRUE;
}

static gboolean
parse_lines(const char *text, GPtrArray *out_parts)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

    for (char **line = lines; *line != NULL; line++)
        g_ptr_array_add(out_parts, g_strdup(*line));
    return TRUE;
}

/* `"NAME"="VALUE"`, in which a backslash hides the next character. */
static gboolean
parse_registry(const char *text, GPtrArray *out_parts)
{
    g_autoptr(GString) part = g_string_new(NULL);
    gboolean is_quoted = FALSE;

    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '"') {
            is_quoted = !is_quoted;
            g_ptr_array_add(out_parts, g_strdup(part->str));
            g_string_set_size(part, 0);
        } else {
            if (*at == '\\' && is_quoted && at[1] != '\0')
                at++;
            g_string_append_c(part, *at);
        }
    }
    g_ptr_array_add(out_parts, g_strdup(part->str));
    return !is_quoted;
}

static gboolean
parse_arguments(const char *text, GPtrArray *out_parts)
{
    g_auto(GStrv) words = g_strsplit_set(text, " \t\n\v\f\r", -1);

    for (char **word = words; *word != NULL; word++)
        g_ptr_array_add(out_parts, g_strdup(*word));
    return strchr(text, '"') == NULL;
}

static const Place places[] = {
    {"application/json", "{\"a\": \"\u2020\", \"b\": [\u2020, \"x\u2020y\"], \"c\": 1}",
     parse_json},
    {"application/json", "{\u2020: [true]}", parse_json},
#ifdef HAVE_YAML
    {"application/yaml", "a: \u2020\nb: \"x\u2020\"\nc: '\u2020y'\nd: [\u2020, z]\n", parse_yaml},
    {"application/yaml", "- \u2020 # c\n- \u2020: x\n- {a: \u2020, b: 1}\n", parse_yaml},
#endif
    {"text/x-shellscript", "set -- \u2020 \"x\u2020\" '\u2020y' z\n", parse_shell},
    {"text/x-shellscript", "a=\u2020 b=\"\u2020\" c\n", parse_shell},
    {"text/x-kickstart", "user --name=\u2020 --gecos=\"x\u2020\" --x='\u2020' z\n", parse_shell},
    {"text/x-kickstart", "rootpw --plaintext \u2020\n", parse_shell},
    {"text/x-preseed", "d-i a/b string \u2020\nd-i c/d string e\n", parse_lines},
    {"text/x-windows-registry", "\"a\"=\"\u2020\"\r\n\"b\"=\"c\"\r\n", parse_registry},
    {NULL, "a ks=\u2020 b", parse_arguments},
};

/* The text with a value in its places; NULL: it cannot be written there. */
static char *
write_value(const Place *place, const char *value)
{
    const ScriptFormat *format = place->media_type != NULL ? script_format_find(place->media_type)
                                                           : script_format_command_line();
    g_auto(GStrv) pieces = g_strsplit(place->text, "\u2020", -1);
    g_autoptr(GString) text = g_string_new(pieces[0]);
    g_autoptr(GString) output = g_string_new(NULL);
    g_autoptr(GArray) values = g_array_new(FALSE, FALSE, sizeof(ScriptValue));
    ScriptFault fault = {0, 0, NULL};

    for (char **piece = pieces + 1; *piece != NULL; piece++) {
        ScriptValue one = {text->len, text->len + strlen(value)};

        g_array_append_val(values, one);
        g_string_append(text, value);
        g_string_append(text, *piece);
    }
    if (!script_escape(format, text->str, text->len, (const ScriptValue *)(gpointer)values->data,
                       values->len, output, &fault))
        return NULL;
    return g_string_free(g_steal_pointer(&output), FALSE);
}

static GPtrArray *
read_parts(const Place *place, const char *text)
{
    GPtrArray *parts = g_ptr_array_new_with_free_func(g_free);

    if (!place->parse(text, parts))
        g_error("this is not %s: %s", place->media_type, text);
    return parts;
}

static void
try_place(const Place *place, const char *value)
{
    g_autofree char *harmless = write_value(place, HARMLESS);
    g_autofree char *written = write_value(place, value);

    if (harmless == NULL)
        g_error("a harmless value is refused in: %s", place->text);
    if (written == NULL)
        return;
    g_autoptr(GPtrArray) expected = read_parts(place, harmless);
    g_autoptr(GPtrArray) found = read_parts(place, written);

    if (expected->len != found->len)
        g_error("the value '%s' has another shape: %s", value, written);
    for (guint i = 0; i < expected->len; i++) {
        g_auto(GStrv) around = g_strsplit(g_ptr_array_index(expected, i), HARMLESS, -1);
        g_autofree char *wanted = g_strjoinv(value, around);

        if (strcmp(wanted, g_ptr_array_index(found, i)) != 0)
            g_error("the value '%s' is read as '%s'", value,
                    (const char *)g_ptr_array_index(found, i));
    }
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    g_autofree char *start = g_strndup(size > 0 ? (const char *)data : "", size);
    g_autofree char *value = g_utf8_make_valid(start, -1);

    for (guint i = 0; i < G_N_ELEMENTS(places); i++)
        try_place(&places[i], value);
    return 0;
}
