/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Takes .disk/info apart. Which system its words are of is left to recognise/.
 *
 * It is one line, of debian-cd, live-build, Ubuntu's cdimage and those who edit theirs:
 *
 *   NAME VERSION [LTS] "CODENAME" - [STATUS] ARCHITECTURE [KIND] DATE
 *       Debian GNU/Linux 11.2.0 "Bullseye" - Official amd64 NETINST 20211218-11:12
 *       Ubuntu 16.04.6 LTS "Xenial Xerus" - Release i386 (20190227.1)
 *   STATUS NAME VERSION KIND DATE, of Debian's live media
 *       Official Debian GNU/Linux Live 10.10.0 cinnamon 2021-06-19T12:13
 *   anything, of ALT the label and a date; nothing at all, of TrueNAS
 *
 * Proxmox puts a copy of .cd-info there, variables of a shell:
 *
 *       PRODUCTLONG='Proxmox Virtual Environment'
 *       RELEASE='8.2'
 *
 * A word is what stands between blanks. A version starts with a digit and is not the first word; some
 * media of Debian have "testing" there, or the name of an installer ("bookworm-DI-rc4").
 */

#include "config.h"

#include <string.h>

#include "format/disk_info.h"

#define BLANKS " \t\r"

static const char where[] = ".disk/info";

static const char *const architectures[] = {
    "aarch64", "alpha",   "amd64", "arm64",   "armel",   "armhf",   "e2k",      "hppa",
    "i386",    "i586",    "i686",  "ia64",    "loong64", "mips",    "mips64el", "mipsel",
    "powerpc", "ppc",     "ppc64", "ppc64el", "ppc64le", "riscv64", "s390",     "s390x",
    "sparc",   "sparc64", "x86",   "x86_64",  NULL,
};
static const char *const statuses[] = {
    "Alpha",    "Beta", "Candidate", "Daily",    "Final",      "Multi-architecture",
    "Official", "RC",   "Release",   "Snapshot", "Unofficial", NULL,
};

/* Words of a line, or some of them. */
typedef struct {
    char **words; /* borrowed; none is empty */
    guint n_words;
} Words;

/* A word, or @length bytes of one. */
static gboolean
is_known(const char *const *list, const char *word, gsize length)
{
    for (; *list != NULL; list++) {
        if (strncmp(*list, word, length) == 0 && (*list)[length] == '\0')
            return TRUE;
    }
    return FALSE;
}

/* "amd64", "amd64/i386" */
static gboolean
is_architecture(const char *word)
{
    gsize length = strcspn(word, "/");

    while (is_known(architectures, word, length)) {
        if (word[length] == '\0')
            return TRUE;
        word += length + 1;
        length = strcspn(word, "/");
    }
    return FALSE;
}

static gboolean
is_version(const char *word)
{
    return g_ascii_isdigit(*word) || strcmp(word, "testing") == 0 ||
           strcmp(word, "unstable") == 0 || strstr(word, "-DI-") != NULL;
}

/* 20211218-11:12, (20190227.1), 2021-06-19T12:13 */
static gboolean
is_date(const char *word)
{
    gsize digits;

    word += *word == '(';
    digits = strspn(word, "0123456789");
    return digits >= 8 || (digits == 4 && word[4] == '-' && g_ascii_isdigit(word[5]));
}

/* Puts NULs behind the words of @line. @storage has %DISK_INFO_MAX_WORDS places. */
static Words
split_words(char *line, char **storage)
{
    Words words = {.words = storage};

    for (char *word = line + strspn(line, BLANKS); *word != '\0'; word += strspn(word, BLANKS)) {
        gsize length = strcspn(word, BLANKS);
        gboolean is_last = word[length] == '\0';

        if (words.n_words < DISK_INFO_MAX_WORDS)
            storage[words.n_words++] = word;
        word[length] = '\0';
        word += length + (is_last ? 0 : 1);
    }
    return words;
}

static void
add_words(Evidence *evidence, const char *key, Words words)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (guint i = 0; i < words.n_words; i++)
        g_string_append_printf(text, "%s%s", i > 0 ? " " : "", words.words[i]);
    evidence_add_found(evidence, key, text->str, where);
}

/* The first @n words of @words, which loses them. */
static Words
take(Words *words, guint n)
{
    Words first = {words->words, n};

    words->words += n;
    words->n_words -= n;
    return first;
}

/* Statuses in front, without the word that announces several architectures. */
static Words
take_status(Words *words)
{
    guint n = 0;
    Words status;

    while (n < words->n_words && is_known(statuses, words->words[n], strlen(words->words[n])))
        n++;
    status = take(words, n);
    if (n > 0 && strcmp(status.words[n - 1], "Multi-architecture") == 0)
        status.n_words--;
    return status;
}

/* How many words come before the first one that @is_wanted; all of them, when none is. */
static guint
count_before(Words words, gboolean (*is_wanted)(const char *word))
{
    guint n = 0;

    while (n < words.n_words && !is_wanted(words.words[n]))
        n++;
    return n;
}

/* What stands behind name and version: status, architecture, kind, date. */
static void
read_tail(Evidence *evidence, Words words)
{
    Words status = take_status(&words);
    guint n_before = count_before(words, is_architecture);
    gboolean has_date = words.n_words > 0 && is_date(words.words[words.n_words - 1]);

    add_words(evidence, "disk-info.status", status);
    if (n_before < words.n_words) {
        take(&words, n_before);
        add_words(evidence, "disk-info.architecture", take(&words, 1));
    }
    if (has_date && words.n_words > 0) {
        words.n_words--;
        add_words(evidence, "disk-info.date", (Words){words.words + words.n_words, 1});
    }
    add_words(evidence, "disk-info.kind", words);
}

/* Name and version, and what belongs to none of them. */
static Words
read_head(Evidence *evidence, Words words)
{
    Words status = take_status(&words);
    Words name = take(&words, words.n_words > 0 ? 1 : 0);
    guint n_more = count_before(words, is_version);

    /* without a version, all of it is the name */
    take(&words, n_more);
    name.n_words += n_more;
    add_words(evidence, "disk-info.name", name);
    if (words.n_words > 0)
        add_words(evidence, "disk-info.version", take(&words, 1));
    add_words(evidence, "disk-info.status", status);
    return words;
}

/* Cuts @line behind name and version; gives what follows the codename and the hyphen, or NULL. */
static char *
cut_head(char *line, char **out_codename)
{
    char *quote = strchr(line, '"');
    char *end = quote != NULL ? strchr(quote + 1, '"') : NULL;
    char *tail = end != NULL ? end + 1 : strstr(line, " - ");

    *out_codename = NULL;
    if (tail == NULL)
        return NULL;
    if (end != NULL) {
        *quote = '\0';
        *end = '\0';
        *out_codename = quote + 1;
    } else {
        *tail++ = '\0';
    }
    tail += strspn(tail, " \t");
    return *tail == '-' ? tail + 1 : tail;
}

static void
read_line(Evidence *evidence, char *line)
{
    char *head_words[DISK_INFO_MAX_WORDS], *tail_words[DISK_INFO_MAX_WORDS];
    char *codename;
    char *tail = cut_head(line, &codename);
    Words rest = read_head(evidence, split_words(line, head_words));

    evidence_add_found(evidence, "disk-info.codename", codename, where);
    read_tail(evidence, tail != NULL ? split_words(tail, tail_words) : rest);
}

/* The value of NAME='value'; NULL when @line says something else. */
static char *
find_value(const char *line, const char *name)
{
    gsize length = strlen(name);
    const char *value = line + length + 1;
    char quote;
    const char *end;

    if (strncmp(line, name, length) != 0 || line[length] != '=')
        return NULL;
    quote = *value == '\'' || *value == '"' ? *value : '\0';
    value += quote != '\0';
    end = strchr(value, quote);
    return end != NULL ? g_strndup(value, (gsize)(end - value)) : g_strdup(value);
}

static FormatAnswer
read_variables(Evidence *evidence, char **lines)
{
    static const struct {
        const char *name;
        const char *key;
    } rows[] = {
        {"PRODUCTLONG", "disk-info.name"},
        {"RELEASE", "disk-info.version"},
        {"ISORELEASE", "disk-info.build"},
    };
    FormatAnswer answer = FORMAT_NOT_THIS;

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        for (char **line = lines; *line != NULL; line++) {
            g_autofree char *value = find_value(g_strchomp(*line), rows[i].name);

            evidence_add_found(evidence, rows[i].key, value, where);
            if (value != NULL)
                answer = FORMAT_FOUND;
        }
    }
    return answer;
}

/* NAME= */
static gboolean
is_variable(const char *line)
{
    gsize length = strspn(line, G_CSET_A_2_Z "_");

    return length > 0 && line[length] == '=';
}

static FormatAnswer
read_disk_info(FileSystem *files, Evidence *evidence, GError **error)
{
    GError *read_error = NULL;
    g_autofree char *text = file_system_read(files, where, DISK_INFO_MAX_SIZE, NULL, &read_error);

    if (read_error != NULL) {
        g_propagate_error(error, read_error);
        return FORMAT_DAMAGED;
    }
    if (text == NULL || *g_strstrip(text) == '\0')
        return FORMAT_NOT_THIS;

    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

    if (is_variable(lines[0]))
        return read_variables(evidence, lines);
    evidence_add_found(evidence, "disk-info", g_strchomp(lines[0]), where);
    read_line(evidence, lines[0]);
    return FORMAT_FOUND;
}

const ContentReader content_disk_info = {
    .name = "disk-info",
    .read = read_disk_info,
};
