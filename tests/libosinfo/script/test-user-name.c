/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Names that no account can have, by the format of the script that would make it; and that a script
 * is refused for one.
 */
#include "config.h"

#include <string.h>

#include "osinfo/osinfo.h"
#include "sandbox.h"
#include "script/user_name.h"

#define KICKSTART "text/x-kickstart", FALSE
#define PRESEED "text/x-preseed", FALSE
#define SHELL "text/x-shellscript", FALSE
#define YAML "application/yaml", FALSE
#define JSON "application/json", FALSE
#define AUTOYAST "application/xml", FALSE
#define UNATTEND "application/xml", TRUE
#define SIF "text/x-windows-answer", TRUE
#define BATCH "text/x-windows-batch", TRUE
#define REGISTRY "text/x-windows-registry", TRUE

static const struct {
    const char *media_type;
    gboolean is_windows;
    const char *name;
    const char *fault; /* a part of it; NULL: none */
} cases[] = {
    /* clang-format off */
    {KICKSTART, "root", "the user name 'root' is reserved"},
    {PRESEED, "root", "the user name 'root' is reserved"},
    {YAML, "root", "the user name 'root' is reserved"},
    {JSON, "root", "the user name 'root' is reserved"},
    {AUTOYAST, "root", "the user name 'root' is reserved"},
    {SHELL, "root", "the user name 'root' is reserved"},
    {KICKSTART, "joe smith", "the user name 'joe smith' must not contain ' '"},
    {PRESEED, "joe smith", "the user name 'joe smith' must not contain ' '"},
    {YAML, "joe smith", "the user name 'joe smith' must not contain ' '"},
    {JSON, "joe smith", "the user name 'joe smith' must not contain ' '"},
    {AUTOYAST, "joe smith", "the user name 'joe smith' must not contain ' '"},
    {SHELL, "joe:x", "the user name 'joe:x' must not contain ':'"},
    {JSON, "../joe", "the user name '../joe' must not begin with '.'"},
    {KICKSTART, "-joe", "the user name '-joe' must not begin with '-'"},
    {YAML, "joe\n", "the user name 'joe\\012' must not end with '\\012'"},
    {YAML, "jo\303\251l", "the user name 'jo\303\251l' must not contain '\303\251'"},
    {YAML, "\303\251l", "must not begin with '\303\251'"},
    {AUTOYAST, "a23456789012345678901234567890123", "is too long: 32 characters at most"},
    {AUTOYAST, "a2345678901234567890123456789012", NULL},
    {AUTOYAST, "a234567890123456789012345678901234567890x", "'a234567890123456789012345678901234567890…' is too long"},
    {YAML, "jane_doe-2.x", NULL},
    {YAML, "_jane", NULL},
    {YAML, "Jane", "the user name 'Jane' must not begin with 'J'"},
    {JSON, "1jane", "the user name '1jane' must not begin with '1'"},
    {AUTOYAST, "jane$", "the user name 'jane$' must not end with '$'"},
    {JSON, "Administrator", "the user name 'Administrator' must not begin with 'A'"},
    {JSON, "administrator", NULL},
    {SHELL, "j", NULL},
    /* Debian is stricter, anaconda is not */
    {PRESEED, "jane.doe", "the user name 'jane.doe' must not contain '.'"},
    {PRESEED, "_jane", "the user name '_jane' must not begin with '_'"},
    {PRESEED, "janeDoe", "the user name 'janeDoe' must not contain 'D'"},
    {PRESEED, "www-data", "the user name 'www-data' is reserved"},
    {KICKSTART, "www-data", NULL},
    {KICKSTART, "halt", "the user name 'halt' is reserved"},
    {KICKSTART, "Jane.Doe", NULL},
    {KICKSTART, "4jane", NULL},
    {KICKSTART, "1000", "the user name '1000' is reserved"},
    {KICKSTART, "..", "the user name '..' is reserved"},
    {SHELL, "toor", "the user name 'toor' is reserved"},
    /* Windows */
    {UNATTEND, "Administrator", "the user name 'Administrator' is reserved"},
    {SIF, "administrator", "the user name 'administrator' is reserved"},
    {BATCH, "GUEST", "the user name 'GUEST' is reserved"},
    {REGISTRY, "con", "the user name 'con' is reserved"},
    {UNATTEND, "Com7", "the user name 'Com7' is reserved"},
    {UNATTEND, "com0", NULL},
    {UNATTEND, "com10", NULL},
    {UNATTEND, "joe smith", NULL},
    {UNATTEND, "root", NULL},
    {UNATTEND, "J\303\266rg M\303\274ller", NULL},
    {UNATTEND, "joe@home", "the user name 'joe@home' must not contain '@'"},
    {UNATTEND, "HOME\\joe", "the user name 'HOME\\134joe' must not contain '\\134'"},
    {UNATTEND, "joe\"s", "must not contain '\"'"},
    {UNATTEND, "joe\tx", "the user name 'joe\\011x' must not contain '\\011'"},
    {UNATTEND, "joe.", "the user name 'joe.' must not end with '.'"},
    {UNATTEND, "joe ", "the user name 'joe ' must not end with ' '"},
    {UNATTEND, " joe", "the user name ' joe' must not begin with ' '"},
    {UNATTEND, "...", "the user name '...' must not end with '.'"},
    {UNATTEND, "a23456789012345678901", "is too long: 20 characters at most"},
    {UNATTEND, "a2345678901234567890", NULL},
    {UNATTEND, "\303\244\303\2443456789012345678\360\237\230\200", NULL},
    {UNATTEND, "\303\244\303\24434567890123456789\360\237\230\200", "is too long"},
    /* nothing is no name, and what is no text is for others to tell */
    {KICKSTART, "", NULL},
    {UNATTEND, "", NULL},
    {YAML, "\377", NULL},
    /* clang-format on */
};

static void
test_cases(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *fault =
            user_name_find_fault(cases[i].name, cases[i].media_type, cases[i].is_windows);

        g_autofree char *printable = g_strescape(cases[i].name, NULL);

        g_test_message("%s in %s: %s", printable, cases[i].media_type,
                       fault != NULL ? fault : "right");
        if (cases[i].fault == NULL)
            g_assert_null(fault);
        else
            g_assert_true(fault != NULL && strstr(fault, cases[i].fault) != NULL);
    }
}

#define TEMPLATE                                                                                   \
    "<xsl:stylesheet xmlns:xsl='http://www.w3.org/1999/XSL/Transform' version='1.0'>"              \
    "<xsl:output method='text'%s/>"                                                                \
    "<xsl:template match='/install-script-config'>made</xsl:template></xsl:stylesheet>"

static const struct {
    const char *output;      /* what the template says of its format */
    const char *path_format; /* of the script */
    const char *login;
    const char *realname;
    const char *fault; /* NULL: the script is made */
} scripts[] = {
    {" media-type='text/x-windows-batch'", "dos", "Administrator", NULL, "'Administrator' is"},
    /* who has no login gets an account of the own name */
    {" media-type='text/x-windows-batch'", "dos", NULL, "Guest", "'Guest' is reserved"},
    {" media-type='text/x-windows-batch'", "dos", "", "Guest", "'Guest' is reserved"},
    {" media-type='text/x-windows-batch'", "dos", "jane", "Guest", NULL},
    /* a script that does not ask for a login makes no account */
    {" media-type='text/x-kickstart'", "unix", "root", NULL, NULL},
    {" media-type='text/x-kickstart'", "unix", NULL, "Guest", NULL},
    /* of templates that name no format nothing is known */
    {"", "dos", "Administrator", NULL, NULL},
    {" media-type='text/x-nobody-knows'", "dos", "Administrator", NULL, NULL},
};

static void
test_scripts(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(scripts); i++) {
        g_autofree char *template = g_strdup_printf(TEMPLATE, scripts[i].output);
        g_autoptr(OsinfoInstallScript) script =
            osinfo_install_script_new_data("http://e.org/s", "jeos", template);
        g_autoptr(OsinfoOs) os = osinfo_os_new("http://e.org/a");
        g_autoptr(OsinfoInstallConfig) config = osinfo_install_config_new("c");
        g_autofree char *text = NULL;
        g_autoptr(GError) error = NULL;

        osinfo_entity_set_param(OSINFO_ENTITY(script), "path-format", scripts[i].path_format);
        if (scripts[i].login != NULL)
            osinfo_install_config_set_user_login(config, scripts[i].login);
        if (scripts[i].realname != NULL)
            osinfo_install_config_set_user_realname(config, scripts[i].realname);
        text = osinfo_install_script_generate(script, os, config, NULL, &error);
        g_assert_cmpstr(text, ==, scripts[i].fault == NULL ? "made" : NULL);
        if (scripts[i].fault == NULL)
            g_assert_no_error(error);
        else
            g_assert_nonnull(strstr(error->message, scripts[i].fault));
    }
}

int
main(int argc, char **argv)
{
    sandbox_init(&argc, &argv);
    g_test_add_func("/user-name/cases", test_cases);
    g_test_add_func("/user-name/scripts", test_scripts);
    return sandbox_run();
}
