/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The text is that of the established program. The JSON is described in osinfo-db-validate(1).
 */
#include "config.h"

#include <json-glib/json-glib.h>

#include "check/validate.h"
#include "check/validate_report.h"
#include "common/json_text.h"
#include "common/text.h"
#include "common/tool.h"
#include "common/translate.h"

static const char *const kind_words[] = {
    [VALIDATE_FILE] = "file",
    [VALIDATE_SYNTAX] = "syntax",
    [VALIDATE_SCHEMA] = "schema",
    [VALIDATE_RULE] = "rule",
};

static void
print_fault(const char *uri, const ValidateFault *fault)
{
    if (fault->kind == VALIDATE_FILE)
        tool_print_message("%s\n", fault->text);
    else if (fault->line == 0 && fault->kind == VALIDATE_SCHEMA)
        tool_print_message(_("Schema validity error %s\n"), fault->text);
    else if (fault->rule != NULL)
        tool_print_message("%s:%ld %s (%s)\n", uri, fault->line, fault->text, fault->rule);
    else
        tool_print_message("%s:%ld %s\n", uri, fault->line, fault->text);
}

static gboolean
has_kind(const ValidateResult *result, ValidateKind kind)
{
    for (guint i = 0; i < result->faults->len; i++) {
        const ValidateFault *fault = g_ptr_array_index(result->faults, i);

        if (fault->kind == kind)
            return TRUE;
    }
    return FALSE;
}

guint
validate_report_text(GPtrArray *results, gboolean is_verbose)
{
    guint n_faults = 0;

    for (guint i = 0; i < results->len; i++) {
        const ValidateResult *result = g_ptr_array_index(results, i);
        const char *uri = result->file->uri;

        if (is_verbose) {
            g_autofree char *shown = text_show(uri);

            g_print(_("Processing '%s'...\n"), shown);
        }
        for (guint j = 0; j < result->faults->len; j++)
            print_fault(uri, g_ptr_array_index(result->faults, j));
        if (has_kind(result, VALIDATE_SYNTAX))
            tool_print_message(_("Unable to parse XML document '%s'\n"), uri);
        else if (has_kind(result, VALIDATE_SCHEMA))
            tool_print_message(_("Unable to validate XML document '%s'\n"), uri);
        n_faults += result->faults->len;
    }
    return n_faults;
}

guint
validate_report_count(GPtrArray *results)
{
    guint n_faults = 0;

    for (guint i = 0; i < results->len; i++)
        n_faults += ((const ValidateResult *)g_ptr_array_index(results, i))->faults->len;
    return n_faults;
}

static void
add_fault(JsonBuilder *builder, const char *uri, const ValidateFault *fault)
{
    json_builder_begin_object(builder);
    json_add_text(builder, "uri", uri);
    json_builder_set_member_name(builder, "line");
    if (fault->line > 0)
        json_builder_add_int_value(builder, fault->line);
    else
        json_builder_add_null_value(builder);
    json_add_text(builder, "kind", kind_words[fault->kind]);
    json_add_text(builder, "rule", fault->rule);
    json_add_text(builder, "message", fault->text);
    json_builder_end_object(builder);
}

static guint
add_results(JsonBuilder *builder, GPtrArray *results)
{
    guint n_faults = 0;

    for (guint i = 0; i < results->len; i++) {
        const ValidateResult *result = g_ptr_array_index(results, i);

        for (guint j = 0; j < result->faults->len; j++)
            add_fault(builder, result->file->uri, g_ptr_array_index(result->faults, j));
        n_faults += result->faults->len;
    }
    return n_faults;
}

guint
validate_report_json(GPtrArray *results, GPtrArray *problems)
{
    g_autoptr(JsonBuilder) builder = json_builder_new();
    g_autoptr(JsonNode) root = NULL;
    g_autofree char *text = NULL;
    guint n_faults = problems->len;

    json_builder_begin_object(builder);
    json_builder_set_member_name(builder, "files");
    json_builder_add_int_value(builder, results->len);
    json_builder_set_member_name(builder, "faults");
    json_builder_begin_array(builder);
    for (guint i = 0; i < problems->len; i++) {
        g_autofree char *message = g_utf8_make_valid(g_ptr_array_index(problems, i), -1);

        add_fault(builder, NULL, &(ValidateFault){.kind = VALIDATE_FILE, .text = message});
    }
    n_faults += add_results(builder, results);
    json_builder_end_array(builder);
    json_builder_set_member_name(builder, "valid");
    json_builder_add_boolean_value(builder, n_faults == 0);
    json_builder_end_object(builder);

    root = json_builder_get_root(builder);
    text = json_text_to_string(root, TRUE);
    g_print("%s\n", text);
    return n_faults;
}
