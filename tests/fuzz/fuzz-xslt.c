/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Feeds script/xslt_run.c with a template that names a file: it ends within its limits, and the
 * content of the file is not in what it makes. What runs it is libFuzzer or fuzz-main.c.
 */

#include "config.h"

#include <string.h>
#include <unistd.h>

#include "fuzz-file.h"
#include "fuzz.h"
#include "script/script_module.h"

#define CANARY "canary-8c1f"
#define CANARY_DESCRIPTOR 100 /* the corpus names it: /proc/self/fd/100 */
#define ROOT "install-script-config"

/* There while the program runs, and nowhere else. */
static void
write_canary(void)
{
    static const char text[] = "<a>" CANARY "</a>";
    static gboolean is_written;
    g_auto(FuzzFile) file = {.descriptor = -1};

    if (is_written)
        return;
    is_written = TRUE;
    fuzz_file_init(&file, (const guint8 *)text, strlen(text));
    if (dup2(file.descriptor, CANARY_DESCRIPTOR) < 0)
        g_error("the canary has no place");
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    ScriptElement elements[] = {{"os", (char *)"name", (char *)"a <b> & \"c\""},
                                {"config", (char *)"hostname", (char *)"penguin"}};
    g_autoptr(GArray) array = g_array_new(FALSE, FALSE, sizeof(ScriptElement));
    ScriptDocument document = {ROOT, array};
    ScriptInput input = {
        .template_text = (const char *)data,
        .template_size = size,
        .document = &document,
        .limits = {.depth = 200,
                   .operations = 20000,
                   .xpath_operations = 200000,
                   .time = 20 * G_USEC_PER_SEC,
                   .produced = 1 << 20,
                   .output = 1 << 18},
        .domain = g_quark_from_static_string("fuzz"),
    };
    g_autoptr(GError) error = NULL;

    write_canary();
    g_array_append_vals(array, elements, G_N_ELEMENTS(elements));
    g_autofree char *text = osinfo_script_module.transform(&input, NULL, &error);

    if ((text == NULL) != (error != NULL))
        g_error("text and error do not agree");
    if (text != NULL && strlen(text) > input.limits.output)
        g_error("more output than is allowed");
    if (text != NULL && strstr(text, CANARY) != NULL &&
        g_strstr_len((const char *)data, (gssize)size, CANARY) == NULL)
        g_error("the template has read a file");
    return 0;
}
