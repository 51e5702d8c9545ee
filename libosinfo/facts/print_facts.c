/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Prints the rows of facts for tests in other languages, a line a row: element, parameter, path,
 * use, evidence, with tabs between. It is not installed.
 */
#include "config.h"

#include "facts/fields.h"

static const char *
name_use(const FieldSpec *field)
{
    if ((field->flags & FIELD_EXPRESSION) != 0)
        return "expression";
    return (field->flags & FIELD_EQUAL) != 0 ? "equal" : "";
}

static void
print_kind(FactKind kind)
{
    const FieldSpec *field = NULL;
    FieldIter iter;

    field_iter_init(&iter, kind);
    while ((field = field_iter_next(&iter)) != NULL)
        g_print("%s\t%s\t%s\t%s\t%s\n", fact_kind_get(kind)->element, field->key,
                field->path != NULL ? field->path : "", name_use(field),
                field->evidence != NULL ? field->evidence : "");
}

int
main(void)
{
    for (guint i = 0; i < FACT_N_KINDS; i++)
        print_kind((FactKind)i);
    return 0;
}
