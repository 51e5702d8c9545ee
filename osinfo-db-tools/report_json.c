/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "report_json.h"

void
report_json_add_text(JsonBuilder *builder, const char *member, const char *text)
{
    json_builder_set_member_name(builder, member);
    if (text != NULL)
        json_builder_add_string_value(builder, text);
    else
        json_builder_add_null_value(builder);
}
