/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Looks through the menus of boot loaders for words by which live systems and installers find their
 * medium again. Word for word, without knowing any of the menus' languages.
 */

#include "config.h"

#include <string.h>

#include "format/boot_menu.h"
#include "format/damage.h"
#include "format/root_choice.h"

#define SHORTEST_WORD 6 /* bytes, as "/slax/" */

/* In the order in which they are read. */
static const char *const menu_paths[] = {
    "boot/grub/grub.cfg",
    "boot/grub2/grub.cfg",
    "isolinux/isolinux.cfg",
    "boot/grub/loopback.cfg",
    "EFI/BOOT/grub.cfg",
    "isolinux/live.cfg",
    "isolinux/txt.cfg",
    "boot/grub/kernels.cfg",
    "boot/isolinux/isolinux.cfg",
    "boot/syslinux/syslinux.cfg",
    "boot/x86_64/loader/isolinux.cfg",
    "syslinux/syslinux.cfg",
    "loader/entries",
};

/* How a word begins; a menu has many words, so that lengths are not counted for each. */
typedef struct {
    const char *text;
    gsize length; /* bytes */
} Start;

#define START(text)                                                                                \
    {                                                                                              \
        text, sizeof(text) - 1                                                                     \
    }

/* clang-format off */
/* What a word begins with, and what that starts. */
static const struct {
    Start start;
    const char *framework;
} framework_words[] = {
    {START("/casper/"),              "casper"},
    {START("/live/vmlinuz"),         "live-boot"},
    {START("/antiX/"),               "antix"},
    {START("/slax/"),                "slax"},
    {START("alpine_dev="),           "alpine"},
    {START("archisobasedir="),       "archiso"},
    {START("archisodevice="),        "archiso"},
    {START("archisolabel="),         "archiso"},
    {START("archisosearchuuid="),    "archiso"},
    {START("boot=casper"),           "casper"},
    {START("boot=live"),             "live-boot"},
    {START("coreos.liveiso="),       "coreos"},
    {START("inst.stage2="),          "anaconda"},
    {START("install=cd:"),           "linuxrc"},
    {START("install=hd:"),           "linuxrc"},
    {START("kdeosisobasedir="),      "kdeosiso"},
    {START("livecd=livecd"),         "livecd"},
    {START("livemedia="),            "liveslak"},
    {START("misobasedir="),          "miso"},
    {START("misolabel="),            "miso"},
    {START("modloop="),              "alpine"},
    {START("parabolaisobasedir="),   "parabolaiso"},
    {START("parabolaisolabel="),     "parabolaiso"},
    {START("rd.live.dir="),          "dracut-live"},
    {START("rd.live.image"),         "dracut-live"},
    {START("rd.live.squashimg="),    "dracut-live"},
    {START("root=live:"),            "dracut-live"},
    {START("runweasel"),             "weasel"},
    {START("SLACK_KERNEL="),         "slackware"},
};

/* What stands in front of a value. */
static const struct {
    Start start;
    const char *evidence;
} value_words[] = {
    {START("archisobasedir="),       "boot.base-folder"},
    {START("archisolabel="),         "boot.label"},
    {START("coreos.liveiso="),       "boot.label"},
    {START("inst.stage2=hd:LABEL="), "boot.label"},
    {START("kdeosisobasedir="),      "boot.base-folder"},
    {START("misobasedir="),          "boot.base-folder"},
    {START("misolabel="),            "boot.label"},
    {START("parabolaisobasedir="),   "boot.base-folder"},
    {START("parabolaisolabel="),     "boot.label"},
    {START("rd.live.dir="),          "boot.base-folder"},
    {START("root=live:CDLABEL="),    "boot.label"},
    {START("root=live:LABEL="),      "boot.label"},
};

/* What a line with the title of an entry begins with, in any case. */
static const char *const title_words[] = {"menuentry ", "menu label ", "menu title ", "title "};
/* clang-format on */

/* Facts of one menu, so that none is told twice. */
typedef struct {
    const char *where;
    Evidence *evidence;
    guint first; /* item of it */
    gboolean has_framework;
    guint8 begins_word[256]; /* by character: some word that is looked for begins so */
} Reading;

static void
add_fact(Reading *self, const char *key, const char *text)
{
    guint n_facts = 0;

    for (guint i = self->first; i < self->evidence->items->len; i++) {
        const EvidenceItem *item = &g_array_index(self->evidence->items, EvidenceItem, i);

        if (strcmp(item->key, key) != 0)
            continue;
        if (strcmp(item->text, text) == 0)
            return;
        n_facts++;
    }
    if (n_facts < BOOT_MENU_MAX_FACTS)
        evidence_add_found(self->evidence, key, text, self->where);
}

/* Labels are written as udev does it: "\x20" is a space. */
static char *
unescape(const char *text, gsize length)
{
    GString *plain = g_string_sized_new(length);

    for (gsize i = 0; i < length; i++) {
        const char *at = text + i;

        if (length - i >= 4 && at[0] == '\\' && at[1] == 'x' && g_ascii_isxdigit(at[2]) &&
            g_ascii_isxdigit(at[3])) {
            g_string_append_c(
                plain, (char)(g_ascii_xdigit_value(at[2]) * 16 + g_ascii_xdigit_value(at[3])));
            i += 3;
        } else {
            g_string_append_c(plain, *at);
        }
    }
    return g_string_free(plain, FALSE);
}

/* What the boot loader fills in says nothing. */
static void
add_value(Reading *self, const char *key, const char *value, gsize length)
{
    if (length == 0 || length > BOOT_MENU_MAX_VALUE || memchr(value, '$', length) != NULL ||
        memchr(value, '%', length) != NULL)
        return;

    g_autofree char *text = unescape(value, length);

    add_fact(self, key, text);
}

static inline gboolean
begins_with(const char *word, gsize length, const Start *start)
{
    return *word == *start->text && length >= start->length &&
           memcmp(word, start->text, start->length) == 0;
}

static void
read_word(Reading *self, const char *word, gsize length)
{
    for (gsize i = 0; i < G_N_ELEMENTS(framework_words); i++) {
        if (!begins_with(word, length, &framework_words[i].start))
            continue;
        add_fact(self, "boot.framework", framework_words[i].framework);
        self->has_framework = TRUE;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(value_words); i++) {
        const Start *start = &value_words[i].start;

        /* inst.stage2=hd:LABEL=NAME:/folder */
        if (begins_with(word, length, start))
            add_value(self, value_words[i].evidence, word + start->length,
                      MIN(length - start->length, strcspn(word + start->length, ":")));
    }
}

/* A title in quotes, or the rest of the line without the mark of a key. */
static void
read_title(Reading *self, const char *text, const char *end)
{
    g_autoptr(GString) title = g_string_new(NULL);
    char quote = '\0';

    while (text < end && g_ascii_isspace(*text))
        text++;
    if (text < end && (*text == '"' || *text == '\''))
        quote = *text++;
    for (; text < end && (quote == '\0' || *text != quote); text++) {
        if (*text != '^')
            g_string_append_c(title, *text);
    }
    g_strchomp(title->str);
    add_value(self, "boot.title", title->str, strlen(title->str));
}

static void
read_line(Reading *self, const char *line, const char *end)
{
    while (line < end && g_ascii_isspace(*line))
        line++;
    for (gsize i = 0; i < G_N_ELEMENTS(title_words); i++) {
        gsize length = strlen(title_words[i]);

        if ((gsize)(end - line) > length && g_ascii_strncasecmp(line, title_words[i], length) == 0)
            read_title(self, line + length, end);
    }
    while (line < end) {
        gsize length = strcspn(line, " \t\r\n\"'");

        if (length >= SHORTEST_WORD && self->begins_word[(guint8)*line] != 0)
            read_word(self, line, length);
        line += length + 1;
    }
}

/* Most words need not be compared with each of those that are looked for. */
static void
mark_beginnings(Reading *self)
{
    for (gsize i = 0; i < G_N_ELEMENTS(framework_words); i++)
        self->begins_word[(guint8)*framework_words[i].start.text] = 1;
    for (gsize i = 0; i < G_N_ELEMENTS(value_words); i++)
        self->begins_word[(guint8)*value_words[i].start.text] = 1;
}

FormatAnswer
boot_menu_parse(const char *text, const char *where, Evidence *evidence)
{
    Reading reading = {.where = where, .evidence = evidence, .first = evidence->items->len};

    mark_beginnings(&reading);
    while (*text != '\0') {
        gsize length = strcspn(text, "\n");

        read_line(&reading, text, text + length);
        text += length + (text[length] == '\n' ? 1 : 0);
    }
    return reading.has_framework ? FORMAT_FOUND : FORMAT_NOT_THIS;
}

/* The first entry of systemd-boot. */
static gboolean
visit_entry(const char *name, const FileNode *node, gpointer data)
{
    char **found = data;
    gsize length = strlen(name);

    if (node->kind != FILE_NODE_FILE || length < 5 ||
        g_ascii_strcasecmp(name + length - 5, ".conf") != 0)
        return TRUE;
    *found = g_strdup(name);
    return FALSE;
}

/* The path itself, or that of the first entry below it; NULL: there is none, or the error is set. */
static char *
find_menu(FileSystem *files, const char *path, GError **error)
{
    g_autofree char *name = NULL;
    FileNode node;

    if (file_system_find(files, path, &node, error) != FORMAT_FOUND)
        return NULL;
    if (node.kind != FILE_NODE_FOLDER)
        return g_strdup(path);
    if (!file_system_list(files, &node, visit_entry, &name, error) || name == NULL)
        return NULL;
    return g_strconcat(path, "/", name, NULL);
}

static FormatAnswer
read_menu(FileSystem *files, const char *path, Evidence *evidence, guint *n_menus, GError **error)
{
    g_autoptr(GError) read_error = NULL;
    g_autofree char *where = find_menu(files, path, &read_error);
    g_autofree char *text =
        where != NULL ? file_system_read(files, where, BOOT_MENU_MAX_SIZE, NULL, &read_error)
                      : NULL;

    if (read_error != NULL) {
        g_propagate_error(error, g_steal_pointer(&read_error));
        return FORMAT_DAMAGED;
    }
    if (text == NULL)
        return FORMAT_NOT_THIS;
    ++*n_menus;
    return boot_menu_parse(text, where, evidence);
}

/* Up to the first menu that starts something known. */
static FormatAnswer
read_menus(FileSystem *files, Evidence *evidence, GError **error)
{
    gboolean is_possible[G_N_ELEMENTS(menu_paths)];
    g_autoptr(GError) damage = NULL;
    guint n_menus = 0;

    if (!root_choose(files, menu_paths, sizeof(*menu_paths), G_N_ELEMENTS(menu_paths), is_possible,
                     error))
        return FORMAT_DAMAGED;
    for (gsize i = 0; i < G_N_ELEMENTS(menu_paths) && n_menus < BOOT_MENU_MAX_MENUS; i++) {
        GError *menu_error = NULL;
        FormatAnswer answer = FORMAT_NOT_THIS;

        if (is_possible[i])
            answer = read_menu(files, menu_paths[i], evidence, &n_menus, &menu_error);
        if (answer == FORMAT_FOUND)
            return FORMAT_FOUND;
        if (answer == FORMAT_DAMAGED && !damage_keep(&damage, menu_error))
            break;
    }
    return damage_tell(FORMAT_NOT_THIS, &damage, error);
}

const ContentReader content_boot_menus = {
    .name = "boot-menus",
    .read = read_menus,
};
