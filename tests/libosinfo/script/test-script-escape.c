/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Values in texts for installers: what each format makes of them at each place, and what a shell
 * reads of what was written for one.
 */
#include "config.h"

#include <string.h>

#include <gio/gio.h>

#include "script/escape/escape.h"

#define KICKSTART "text/x-kickstart"
#define PRESEED "text/x-preseed"
#define SHELL "text/x-shellscript"
#define YAML "application/yaml"
#define JSON "application/json"
#define ANSWER "text/x-windows-answer"
#define REGISTRY "text/x-windows-registry"
#define BATCH "text/x-windows-batch"

/* Adds the text with the value in the place of each U+2020. */
static gboolean
escape(const char *media_type, const char *text, const char *value, GString *output,
       ScriptFault *fault)
{
    const ScriptFormat *format =
        media_type != NULL ? script_format_find(media_type) : script_format_command_line();
    g_auto(GStrv) parts = g_strsplit(text, "\u2020", -1);
    g_autoptr(GString) whole = g_string_new(parts[0]);
    g_autoptr(GArray) values = g_array_new(FALSE, FALSE, sizeof(ScriptValue));

    g_assert_nonnull(format);
    for (guint i = 1; parts[i] != NULL; i++) {
        ScriptValue one = {whole->len, whole->len + strlen(value)};

        g_array_append_val(values, one);
        g_string_append(whole, value);
        g_string_append(whole, parts[i]);
    }
    return script_escape(format, whole->str, whole->len,
                         (const ScriptValue *)(gpointer)values->data, values->len, output, fault);
}

typedef struct {
    const char *media_type;
    const char *text;
    const char *value;
    const char *expected; /* NULL: it is refused */
    const char *reason;   /* a part of it */
    guint line;
} Case;

/* clang-format off */
static const Case cases[] = {
    /* kickstart: commands are words of shlex */
    {KICKSTART, "lang †\n", "de_DE.UTF-8", "lang de_DE.UTF-8\n", NULL, 0},
    {KICKSTART, "rootpw †\n", "", "rootpw ''\n", NULL, 0},
    {KICKSTART, "rootpw †\n", "a 'b' \"c\" $d #", "rootpw 'a '\\''b'\\'' \"c\" $d #'\n", NULL, 0},
    {KICKSTART, "user --gecos=\"†\"\n", "a\"b\\$c'", "user --gecos=\"a\\\"b\\\\$c'\"\n", NULL, 0},
    {KICKSTART, "keyboard --xlayouts='†'\n", "a'b\"\\", "keyboard --xlayouts='a'\\''b\"\\'\n", NULL, 0},
    {KICKSTART, "# †\n", "it's \"", "# it's \"\n", NULL, 0},
    {KICKSTART, "text\nrootpw †\n", "a\nreboot", NULL, "line break", 2},
    {KICKSTART, "rootpw †\n", "a\xe2\x80\xa8" "b", NULL, "line break", 1},
    {KICKSTART, "# †\n", "a\rb", NULL, "line break", 1},
    {KICKSTART, "rootpw --plaintext †\n", "--lock", NULL, "dash", 1},
    {KICKSTART, "user --name=†\n", "-x", "user --name=-x\n", NULL, 0},
    {KICKSTART, "†\n", "%post", "'%post'\n", NULL, 0},
    {KICKSTART, "  †\n", "%include x", "  '%include x'\n", NULL, 0},
    {KICKSTART, "x \\†\n", "n", NULL, "a value cannot", 1},
    {KICKSTART, "%post --log=†\n%end\n", "a b", "%post --log='a b'\n%end\n", NULL, 0},
    {KICKSTART, "%post\necho \"†\"\n%end\nx †\n", "$(id)`$", "%post\necho \"\\$(id)\\`\\$\"\n%end\nx '$(id)`$'\n", NULL, 0},
    {KICKSTART, "%post\necho †\n%end\n", "a\nb", "%post\necho 'a\nb'\n%end\n", NULL, 0},
    {KICKSTART, "%post\necho †\n%end\n", "a\n %end\nreboot", NULL, "percent sign", 2},
    {KICKSTART, "%post\necho \"\n†\"\n%end\n", "%end", NULL, "percent sign", 3},
    {KICKSTART, "%post\necho †\n%end\n", "a\xc2\x85%end", NULL, "percent sign", 2},
    {KICKSTART, "%post --interpreter=/usr/bin/python3\nx = '†'\n%end\n", "a", NULL, "a value cannot", 2},
    {KICKSTART, "%pre --interpreter /bin/bash\nx=†\n%end\n", "a b", "%pre --interpreter /bin/bash\nx='a b'\n%end\n", NULL, 0},
    {KICKSTART, "%packages\n†\n%end\n", "vim-minimal", "%packages\nvim-minimal\n%end\n", NULL, 0},
    {KICKSTART, "%packages\n†\n%end\n", "a b", NULL, "only letters", 2},
    {KICKSTART, "%addon x\n†\n%end\n", "a", NULL, "a value cannot", 2},
    {KICKSTART, "%packages\n@core\n%post\necho †\n", "a b", "%packages\n@core\n%post\necho 'a b'\n", NULL, 0},
    /* preseed: the rest of a line */
    {PRESEED, "d-i a/b string †\n", "a  'b' \"c\" $d # \\n", "d-i a/b string a  'b' \"c\" $d # \\n\n", NULL, 0},
    {PRESEED, "d-i a/b string †\n", "", "d-i a/b string \n", NULL, 0},
    {PRESEED, "d-i a/b string †\n", "a\nd-i x", NULL, "line break", 1},
    {PRESEED, "d-i a/b string †\n", " a", NULL, "a blank at", 1},
    {PRESEED, "d-i a/b string †\n", "a\t", NULL, "a blank at", 1},
    {PRESEED, "d-i a/b string †x\n", "a ", "d-i a/b string a x\n", NULL, 0},
    {PRESEED, "#\nd-i a/b string †\n", "a\\", NULL, "backslash", 2},
    {PRESEED, "d-i a/b string †", "a\x01", NULL, "control", 1},
    {PRESEED, "d-i a/b multiselect x, †\n", "a, b", NULL, "comma", 1},
    {PRESEED, "d-i a/† string x\n", "a b", NULL, "only letters", 1},
    {PRESEED, "d-i preseed/late_command string x †\n", "a", NULL, "a value cannot", 1},
    {PRESEED, "d-i a/b string x \\\n †\n", "a", NULL, "a value cannot", 2},
    {PRESEED, "# †\n", "a b ", "# a b \n", NULL, 0},
    /* shells */
    {SHELL, "a=†\n", "x", "a=x\n", NULL, 0},
    {SHELL, "a=†\n", "~", "a='~'\n", NULL, 0},
    {SHELL, "a=†\n", "", "a=''\n", NULL, 0},
    {SHELL, "a=\"†\"\n", "\"\\$`'\n!", "a=\"\\\"\\\\\\$\\`'\n!\"\n", NULL, 0},
    {SHELL, "a='†'\n", "'\"$", "a=''\\''\"$'\n", NULL, 0},
    {SHELL, "# it's †\na=†\n", "x y", "# it's x y\na='x y'\n", NULL, 0},
    {SHELL, "# †\n", "x\nreboot", NULL, "line break", 1},
    {SHELL, "echo \"$(cat †)\" †\n", "a b", "echo \"$(cat 'a b')\" 'a b'\n", NULL, 0},
    {SHELL, "echo \"$(cat \"†\")\"\n", "a\"", "echo \"$(cat \"a\\\"\")\"\n", NULL, 0},
    {SHELL, "cat <<EOF\n†\nEOF\n", "a", NULL, "a value cannot", 2},
    {SHELL, "cat <<-'E F'\nx\n\tE F\na=†\n", "a b", "cat <<-'E F'\nx\n\tE F\na='a b'\n", NULL, 0},
    {SHELL, "cat <<EOF\nit's\nEOF\na=†\n", "a b", "cat <<EOF\nit's\nEOF\na='a b'\n", NULL, 0},
    {SHELL, "cat <<<†\n", "a b", "cat <<<'a b'\n", NULL, 0},
    {SHELL, "`echo †`\n", "a", NULL, "a value cannot", 1},
    {SHELL, "${a:-†}\n", "a", NULL, "a value cannot", 1},
    {SHELL, "\"${a%'}†\"\n", "b\"", "\"${a%'}b\\\"\"\n", NULL, 0},
    {SHELL, "$((1+†))\n", "a", NULL, "a value cannot", 1},
    {SHELL, "a=$†\n", "x", NULL, "a value cannot", 1},
    {SHELL, "a=$$†\n", "x", "a=$$x\n", NULL, 0},
    {SHELL, "a=$'†'\n", "x", NULL, "a value cannot", 1},
    {SHELL, "a=\\†\n", "x", NULL, "a value cannot", 1},
    {SHELL, "rm †\n", "-rf", NULL, "dash", 1},
    {SHELL, "rm -- †\n", "-rf", "rm -- -rf\n", NULL, 0},
    {SHELL, "echo †>x\n", "2", "echo '2'>x\n", NULL, 0},
    /* YAML */
    {YAML, "a: †\n", "word", "a: word\n", NULL, 0},
    {YAML, "a: †\n", "", "a: \"\"\n", NULL, 0},
    {YAML, "a: †\n", "yes", "a: \"yes\"\n", NULL, 0},
    {YAML, "a: †\n", "1e3", "a: \"1e3\"\n", NULL, 0},
    {YAML, "a: †\n", "0x10", "a: \"0x10\"\n", NULL, 0},
    {YAML, "a: † # c\n", "x: y", "a: \"x: y\" # c\n", NULL, 0},
    {YAML, "- †\n- †\n", "null", "- \"null\"\n- \"null\"\n", NULL, 0},
    {YAML, "a: [†, x, †]\n", "b,c", "a: [\"b,c\", x, \"b,c\"]\n", NULL, 0},
    {YAML, "†: x\n", "a b", "\"a b\": x\n", NULL, 0},
    {YAML, "a: \"x†y\"\n", "\"\\\n\t\xc2\x85\xe2\x80\xa8\xef\xbb\xbf", "a: \"x\\\"\\\\\\n\\u0009\\u0085\\u2028\\uFEFFy\"\n", NULL, 0},
    {YAML, "a: '†'\n", "it's", "a: 'it''s'\n", NULL, 0},
    {YAML, "a: '†'\n", "a\nb", NULL, "line break", 1},
    {YAML, "a: '†'\n", "a\x01", NULL, "control", 1},
    {YAML, "a: it's †\n", "x", "a: it's x\n", NULL, 0},
    {YAML, "a: it's †\n", "x y", NULL, "only letters", 1},
    {YAML, "a: †.UTF-8\n", "de_DE", "a: de_DE.UTF-8\n", NULL, 0},
    {YAML, "a: |\n  x\n\n  †\nb: †\n", "y", NULL, "a value cannot", 4},
    {YAML, "- a: >-\n    it's\n  b: †\n", "y z", "- a: >-\n    it's\n  b: \"y z\"\n", NULL, 0},
    {YAML, "# it's †\na: †\n", "x", "# it's x\na: x\n", NULL, 0},
    {YAML, "# †\n", "x\xc2\x85" "b: c", NULL, "line break", 1},
    {YAML, "a: !!str †\n", "1", "a: !!str \"1\"\n", NULL, 0},
    {YAML, "a: \"\\†\"\n", "n", NULL, "a value cannot", 1},
    /* JSON */
    {JSON, "{\"a\": \"†\"}", "\"\\\n\x01/\xc3\xa4", "{\"a\": \"\\\"\\\\\\n\\u0001/\xc3\xa4\"}", NULL, 0},
    {JSON, "{\"a\": †, †: 1}", "true", "{\"a\": \"true\", \"true\": 1}", NULL, 0},
    {JSON, "{\"a\": 1†}", "2", NULL, "a value cannot", 1},
    {JSON, "{\"a\": \"\\†\"}", "n", NULL, "a value cannot", 1},
    {JSON, "{\"a\": \"data:,x†\"}", "a b%\"", "{\"a\": \"data:,xa%20b%25%22\"}", NULL, 0},
    {JSON, "{\"a\": \"data:;base64,†\"}", "a", NULL, "a value cannot", 1},
    /* Windows */
    {ANSWER, "[A]\r\nB=\"†\"\r\n", "100% \"x\" ;", "[A]\r\nB=\"100%% \"\"x\"\" ;\"\r\n", NULL, 0},
    {ANSWER, "B=†\r\n", "x", "B=x\r\n", NULL, 0},
    {ANSWER, "B=†\r\n", "x y;%", "B=\"x y;%%\"\r\n", NULL, 0},
    {ANSWER, "B=†,z\r\n", "", "B=\"\",z\r\n", NULL, 0},
    {ANSWER, "B=x†\r\n", "y z", NULL, "only letters", 1},
    {ANSWER, "\r\nB=\"†\"\r\n", "x\r\n[C]", NULL, "line break", 2},
    {ANSWER, "; it's \"†\r\nB=†\r\n", "x y", "; it's \"x y\r\nB=\"x y\"\r\n", NULL, 0},
    {REGISTRY, "\"a\"=\"†\"\r\n", "C:\\x \"y\"", "\"a\"=\"C:\\\\x \\\"y\\\"\"\r\n", NULL, 0},
    {REGISTRY, "\"a\"=†\r\n", "x", "\"a\"=\"x\"\r\n", NULL, 0},
    {REGISTRY, "\"a\"=\"\\\\\"\r\n\"b\"=\"†\"\r\n", "x\\", "\"a\"=\"\\\\\"\r\n\"b\"=\"x\\\\\"\r\n", NULL, 0},
    {REGISTRY, "\"a\"=\"†\"\r\n", "x\ny", NULL, "line break", 1},
    {REGISTRY, "[HKEY\\†]\r\n", "a]b", NULL, "only letters", 1},
    {BATCH, "set \"a=†\"\r\n", "%PATH% & ^x| !y!", "set \"a=%%PATH%% & ^x| !y!\"\r\n", NULL, 0},
    {BATCH, "set \"a=†\"\r\n", "a\"b", NULL, "quotation mark", 1},
    {BATCH, "set \"a=†\"\r\n", "a\\", NULL, "backslash", 1},
    {BATCH, "set \"a=†\"\r\n", "a\r\nreboot", NULL, "line break", 1},
    {BATCH, "set a=†\r\n", "x&y%z\"(", "set a=x^&y%%z^\"^(\r\n", NULL, 0},
    {BATCH, "echo a †\r\n", "x>y", "echo a x^>y\r\n", NULL, 0},
    {BATCH, "echo †\r\n", "off", NULL, "a value cannot", 1},
    {BATCH, "net user † /add\r\n", "a b", "net user \"a b\" /add\r\n", NULL, 0},
    {BATCH, "net user † /add\r\n", "a\"b", NULL, "quotation mark", 1},
    {BATCH, "setlocal EnableDelayedExpansion\r\nset \"a=†\"\r\n", "!x!", NULL, "neither", 2},
    {BATCH, "setlocal enabledelayedexpansion\r\nendlocal\r\nset \"a=†\"\r\n", "!x!", "setlocal enabledelayedexpansion\r\nendlocal\r\nset \"a=!x!\"\r\n", NULL, 0},
    {BATCH, "set \"a=%†\"\r\n", "x", NULL, "a value cannot", 1},
    {BATCH, "set \"a=%%†\"\r\n", "x", "set \"a=%%x\"\r\n", NULL, 0},
    {BATCH, "rem †\r\n", "a & b", NULL, "only letters", 1},
    /* a kernel's arguments */
    {NULL, "ks=hd:†:/x\n", "sda1", "ks=hd:sda1:/x\n", NULL, 0},
    {NULL, "ks=†", "http://e.org/?a=b&c", "ks=http://e.org/?a=b&c", NULL, 0},
    {NULL, "ks=†", "a init=/bin/sh", NULL, "a blank", 1},
    {NULL, "ks=†", "a\"", NULL, "quotation mark", 1},
    {NULL, "ks=†", "a\nb", NULL, "line break", 1},
};
/* clang-format on */

static void
test_case(gconstpointer data)
{
    const Case *one = data;
    g_autoptr(GString) output = g_string_new(NULL);
    ScriptFault fault = {0, 0, NULL};
    gboolean is_written = escape(one->media_type, one->text, one->value, output, &fault);

    if (one->expected != NULL) {
        if (!is_written)
            g_error("refused: %s", fault.reason);
        g_assert_cmpstr(output->str, ==, one->expected);
        return;
    }
    if (is_written)
        g_error("written as %s", output->str);
    if (strstr(fault.reason, one->reason) == NULL)
        g_error("refused for another reason: %s", fault.reason);
    g_assert_cmpuint(fault.line, ==, one->line);
}

/* clang-format off */
static const char *const hostile[] = {
    "", " ", "  a  ", "'", "''", "\"", "a'b\"c", "\\", "\\\\", "a\\", "\n", "a\nb\n", "\r\n", "\t", "$HOME", "${HOME}", "$(id)", "`id`", "$((1))", "$",
    "!x!", "%PATH%", "^&|<>", "a;b", "a&&b", "#", "a #b", "<tag>&amp;]]>", "[x]", "{{x}}", "*", "?", "~", "~root", "a=b", "123", "1e3",
    "e\xcc\x81", "\xd7\x90\xe2\x80\xae", "\xf0\x9f\x98\x80", "\xe2\x80\xa8", "\xc2\x85", "\xef\xbb\xbf", "\x01\x1b\x7f", "\xee\x80\x80x\xee\x80\x81", "EOF", "%end", "%s%n", "if",
};
/* clang-format on */

/* What a shell reads, of words of each kind. */
static void
test_shell_reads(gconstpointer data)
{
    const char *word = data;
    g_autoptr(GString) program = g_string_new(NULL);
    g_autoptr(GSubprocess) shell = NULL;
    g_autoptr(GBytes) input = NULL;
    g_autoptr(GBytes) output = NULL;
    g_autoptr(GError) error = NULL;
    const char *at = NULL;
    const char *const arguments[] = {"/bin/sh", NULL};

    for (guint i = 0; i < G_N_ELEMENTS(hostile); i++) {
        g_autofree char *line = g_strdup_printf("printf '%%s\\0' %s\n", word);
        ScriptFault fault;

        g_assert_true(escape(SHELL, line, hostile[i], program, &fault));
    }
    input = g_bytes_new(program->str, program->len);
    shell = g_subprocess_newv(
        arguments, G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
    g_assert_no_error(error);
    g_subprocess_communicate(shell, input, NULL, &output, NULL, &error);
    g_assert_no_error(error);
    at = g_bytes_get_data(output, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(hostile); i++) {
        g_autofree char *expected = g_strdup_printf("x%s", hostile[i]);

        g_assert_cmpstr(at, ==, expected);
        at += strlen(at) + 1;
    }
    g_assert_true(at == (const char *)g_bytes_get_data(output, NULL) + g_bytes_get_size(output));
}

static void
test_formats(void)
{
    static const char *const names[] = {KICKSTART, PRESEED, SHELL,    YAML,
                                        JSON,      ANSWER,  REGISTRY, BATCH};

    for (guint i = 0; i < G_N_ELEMENTS(names); i++)
        g_assert_nonnull(script_format_find(names[i]));
    g_assert_null(script_format_find(NULL));
    g_assert_null(script_format_find("text/plain"));
    g_assert_null(script_format_find("application/xml"));
    g_assert_null(script_format_find_markup(NULL));
    g_assert_null(script_format_find_markup(SHELL));
}

static void
test_xml(void)
{
    static const char *const held[] = {"", "<&\"'>", "\t\r\n", "\xc2\x85", "\x7f"};
    static const char *const refused[] = {"\x01", "a\x1b", "\xef\xbf\xbe", "a\xef\xbf\xbf"};
    const ScriptFormat *xml = script_format_find_markup("application/xml");

    g_assert_nonnull(xml);
    g_assert_true(script_format_is_markup(xml));
    g_assert_false(script_format_is_markup(script_format_find(SHELL)));
    for (guint i = 0; i < G_N_ELEMENTS(held); i++)
        g_assert_true(script_format_can_hold(xml, held[i]));
    for (guint i = 0; i < G_N_ELEMENTS(refused); i++)
        g_assert_false(script_format_can_hold(xml, refused[i]));
}

static void
test_bad_utf8(void)
{
    g_autoptr(GString) output = g_string_new(NULL);
    ScriptFault fault = {0, 0, NULL};

    g_assert_false(escape(SHELL, "a\xff", "", output, &fault));
    g_assert_cmpstr(fault.reason, ==, "the text is not UTF-8");
}

/* Substitutions in substitutions, more than anybody writes. */
static void
test_depth(void)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GString) output = g_string_new(NULL);
    ScriptFault fault = {0, 0, NULL};

    for (guint i = 0; i < 1000; i++)
        g_string_append(text, "$(");
    g_string_append(text, "\u2020");
    g_assert_false(escape(SHELL, text->str, "x", output, &fault));
    g_assert_cmpstr(fault.reason, ==, "a value cannot be written here");
}

/* A key has its colon within 1,024 characters, quotation marks included; values have no end. */
static void
test_long_yaml(void)
{
    static const struct {
        const char *text;
        guint length; /* letters of the value */
        gboolean is_right;
    } rows[] = {
        {"\u2020: x\n", 1024, TRUE},         {"\u2020: x\n", 1025, FALSE},
        {"\u2020 : x\n", 1025, FALSE},       {"\"\u2020\": x\n", 1022, TRUE},
        {"\"\u2020\": x\n", 1024, FALSE},    {"\"\u2020b\": x\n", 1023, FALSE},
        {"'\u2020': x\n", 1024, FALSE},      {"a:\n  \u2020: x\n", 1023, FALSE},
        {"a: \u2020\n", 5000, TRUE},         {"a: \"\u2020\"\n", 5000, TRUE},
        {"{a: \u2020, b: x}\n", 5000, TRUE}, {"a: '\u2020'\nb: x\n", 5000, TRUE},
        {"- \u2020\n", 5000, TRUE},
    };

    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *value = g_strnfill(rows[i].length, 'a');
        g_autoptr(GString) output = g_string_new(NULL);
        ScriptFault fault = {0, 0, NULL};
        gboolean is_right = escape(YAML, rows[i].text, value, output, &fault);

        g_test_message("%s, %u", rows[i].text, rows[i].length);
        g_assert_cmpint(is_right, ==, rows[i].is_right);
        if (!is_right)
            g_assert_cmpstr(fault.reason, ==,
                            "a key of more than 1024 characters cannot be written here");
    }
}

static void
test_nothing(void)
{
    static const char *const names[] = {KICKSTART, PRESEED, SHELL,    YAML,
                                        JSON,      ANSWER,  REGISTRY, BATCH};
    ScriptValue value = {0, 0};

    for (guint i = 0; i < G_N_ELEMENTS(names) * 2; i++) {
        g_autoptr(GString) output = g_string_new(NULL);
        ScriptFault fault = {0, 0, NULL};

        /* whether it can be written does not matter */
        script_escape(script_format_find(names[i / 2]), NULL, 0, &value, i % 2, output, &fault);
        g_assert_cmpuint(output->len, <, 3);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        const char *name =
            cases[i].media_type != NULL ? strchr(cases[i].media_type, '/') : "/kernel";
        g_autofree char *path = g_strdup_printf("/script-escape%s/%u", name, i);

        g_test_add_data_func(path, &cases[i], test_case);
    }
    g_test_add_data_func("/script-escape/shell-reads/bare", "x\u2020", test_shell_reads);
    g_test_add_data_func("/script-escape/shell-reads/single", "'x\u2020'", test_shell_reads);
    g_test_add_data_func("/script-escape/shell-reads/double", "\"x\u2020\"", test_shell_reads);
    g_test_add_func("/script-escape/formats", test_formats);
    g_test_add_func("/script-escape/xml", test_xml);
    g_test_add_func("/script-escape/bad-utf8", test_bad_utf8);
    g_test_add_func("/script-escape/depth", test_depth);
    g_test_add_func("/script-escape/long-yaml", test_long_yaml);
    g_test_add_func("/script-escape/nothing", test_nothing);
    return g_test_run();
}
