/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the database says of files at an address: the <download> that is about them, the keys that
 * count, and its templates filled in. No byte is fetched here.
 */
#pragma once

#include "model/osinfo_os_private.h"

G_BEGIN_DECLS

#define DOWNLOAD_RULE_MAX_ADDRESS 4096 /* bytes of an address, a longer one is not asked for */

typedef struct {
    char *form;        /* a word of facts/download.h */
    char *fingerprint; /* of OpenPGP; NULL: none */
    char *public_key;  /* of the others, in base64; NULL: none */
    char **addresses;
} SigningKey;

typedef struct {
    char *address;          /* the expression */
    char *index;            /* a template; NULL: none */
    char *index_expression; /* NULL: none */
    char **mirrors;         /* templates */
    char **lists;           /* templates */
    char *list_form;        /* NULL: what it looks like */
    char *signature;        /* a template; NULL: it is inside the list, or there is none */
    char *signature_form;   /* NULL: nobody signs */
    gboolean is_of_file;    /* what is signed is the file */
    char *version;          /* of the system; NULL: none */
    char *codename;         /* likewise */
} DownloadRule;

/* The rule for what is at @url; NULL: there is none. */
DownloadRule *download_rule_find(OsinfoOs *os, const char *url);
void download_rule_free(DownloadRule *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DownloadRule, download_rule_free)

/* The keys that count for a system; a new array of SigningKey. */
GPtrArray *download_rule_list_keys(OsinfoOs *os);

/* A template filled in for what is at @url, a new text; @list: what {list} stands for, may be NULL.
 * NULL: the template has something that is not there, or becomes too long. */
char *download_rule_expand(const DownloadRule *self, const char *template, const char *url,
                           const char *list);

/* The point release in an address; a new text. NULL: it has none. */
char *download_rule_get_point(const DownloadRule *self, const char *url);
/* The address of another point release; a new text. NULL: there can be none. */
char *download_rule_set_point(const DownloadRule *self, const char *url, const char *point);

/* The newest point release above @point that an index tells; a new text. NULL: none. */
char *download_rule_read_index(const DownloadRule *self, const char *bytes, gsize size,
                               const char *point);

G_END_DECLS
