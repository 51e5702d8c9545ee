/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A name that no account can have ends an installation halfway, or leaves a system that nobody can
 * log in to. What is refused here is what the installer at hand refuses: anaconda takes capitals and
 * digits in front, user-setup of Debian neither nor dots; the rest is as useradd of shadow has it.
 * Windows takes nearly everything, in twenty characters.
 */
#include "config.h"

#include <string.h>

#include "common/text.h"
#include "common/translate.h"
#include "script/user_name.h"

#define CAPITALS "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define LETTERS "abcdefghijklmnopqrstuvwxyz"
#define DIGITS "0123456789"

#define UNIX_LENGTH 32
#define WINDOWS_LENGTH 20
#define SHOWN_LENGTH 40

typedef struct {
    const char *media_type; /* NULL: any other */
    const char *first;      /* characters in front */
    const char *others;
    const char *reserved; /* beside those that each system has; each between blanks */
} Rules;

static const char *const common_reserved = " root bin daemon lp mail man nobody ";

#define OF_DEBIAN                                                                                  \
    " _apt backup dbus games irc list messagebus news proxy sshd sync sys systemd-network "        \
    "systemd-resolve systemd-timesync uucp www-data "

static const Rules unix_rules[] = {
    {"text/x-kickstart", CAPITALS LETTERS DIGITS "_.", CAPITALS LETTERS DIGITS "_.-",
     " adm dbus ftp games halt operator polkitd shutdown sshd sync systemd-coredump "
     "systemd-network systemd-resolve tss "},
    {"text/x-preseed", LETTERS, LETTERS DIGITS "_-", OF_DEBIAN},
    {"application/yaml", LETTERS "_", LETTERS DIGITS "_.-", OF_DEBIAN},
    {"text/x-shellscript", LETTERS "_", LETTERS DIGITS "_.-",
     " adm auditdistd bind cron ftp games guest halt hast kmem news ntp operator pop proxy "
     "shutdown "
     "sshd sync toor tty unbound uucp www "},
    {NULL, LETTERS "_", LETTERS DIGITS "_.-", " messagebus polkitd sshd "},
};

/* In small letters. Windows has the accounts; folders cannot have the names of devices. */
static const char *const windows_reserved[] = {
    "administrator",      "aux",   "con",           "defaultaccount",
    "defaultuser0",       "guest", "helpassistant", "local service",
    "network service",    "nul",   "prn",           "system",
    "wdagutilityaccount",
};

static char *
say_reserved(const char *shown)
{
    /* Translators: the name of an account */
    return g_strdup_printf(_("the user name '%s' is reserved"), shown);
}

static char *
say_too_long(const char *shown, guint length)
{
    /* Translators: the name of an account, a number of characters */
    return g_strdup_printf(_("the user name '%s' is too long: %u characters at most"), shown,
                           length);
}

/* @at: where the character is that does not belong there. */
static char *
say_character(const char *shown, const char *name, const char *at)
{
    const char *end = g_utf8_next_char(at);
    g_autofree char *character = g_strndup(at, (gsize)(end - at));
    g_autofree char *visible = text_escape(character);

    if (at == name)
        /* Translators: the name of an account, a character */
        return g_strdup_printf(_("the user name '%s' must not begin with '%s'"), shown, visible);
    if (*end == '\0')
        /* Translators: the name of an account, a character */
        return g_strdup_printf(_("the user name '%s' must not end with '%s'"), shown, visible);
    /* Translators: the name of an account, a character */
    return g_strdup_printf(_("the user name '%s' must not contain '%s'"), shown, visible);
}

static gboolean
has_word(const char *words, const char *word)
{
    g_autofree char *sought = g_strdup_printf(" %s ", word);

    return strstr(words, sought) != NULL;
}

static char *
find_unix_fault(const char *name, const char *shown, const char *media_type)
{
    const Rules *rules = unix_rules;
    const char *at = name + 1;

    while (rules->media_type != NULL && g_strcmp0(rules->media_type, media_type) != 0)
        rules++;
    if (strchr(rules->first, *name) == NULL)
        return say_character(shown, name, name);
    at += strspn(at, rules->others);
    if (*at != '\0')
        return say_character(shown, name, at);
    if (strlen(name) > UNIX_LENGTH)
        return say_too_long(shown, UNIX_LENGTH);
    if (has_word(common_reserved, name) || has_word(rules->reserved, name) ||
        strspn(name, DIGITS) == strlen(name) || strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
        return say_reserved(shown);
    return NULL;
}

/* COM1 to LPT9 */
static gboolean
is_port(const char *lower)
{
    return (g_str_has_prefix(lower, "com") || g_str_has_prefix(lower, "lpt")) &&
           g_ascii_isdigit(lower[3]) && lower[3] != '0' && lower[4] == '\0';
}

static char *
find_windows_fault(const char *name, const char *shown)
{
    g_autofree char *lower = g_ascii_strdown(name, -1);
    g_autofree gunichar2 *units = NULL;
    glong n_units = 0;

    for (const char *at = name; *at != '\0'; at = g_utf8_next_char(at)) {
        const char *end = g_utf8_next_char(at);

        if (strchr("\"/\\[]:;|=,+*?<>@", *at) != NULL || g_unichar_iscntrl(g_utf8_get_char(at)) ||
            (*at == ' ' && (at == name || *end == '\0')) || (*at == '.' && *end == '\0'))
            return say_character(shown, name, at);
    }
    units = g_utf8_to_utf16(name, -1, NULL, &n_units, NULL);
    if (n_units > WINDOWS_LENGTH)
        return say_too_long(shown, WINDOWS_LENGTH);
    for (guint i = 0; i < G_N_ELEMENTS(windows_reserved); i++) {
        if (strcmp(lower, windows_reserved[i]) == 0)
            return say_reserved(shown);
    }
    return is_port(lower) ? say_reserved(shown) : NULL;
}

/* Fit for a line: its beginning, if it is long. */
static char *
show(const char *name)
{
    g_autofree char *start = NULL;
    g_autofree char *shown = NULL;

    if (g_utf8_strlen(name, -1) <= SHOWN_LENGTH)
        return text_escape(name);
    start = g_utf8_substring(name, 0, SHOWN_LENGTH);
    shown = text_escape(start);
    return g_strconcat(shown, "…", NULL);
}

char *
user_name_find_fault(const char *name, const char *media_type, gboolean is_windows)
{
    g_autofree char *shown = NULL;

    /* what is no text the formats tell themselves */
    if (*name == '\0' || !g_utf8_validate(name, -1, NULL))
        return NULL;
    shown = show(name);
    return is_windows ? find_windows_fault(name, shown) : find_unix_fault(name, shown, media_type);
}
