/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a list of checksums says of one file. Bytes in, struct out: each form of lists is a file of
 * this folder (list_….c), which finds names with their digests; which of them are of the file, and
 * whether they contradict one another, is decided here. Who signed the list is somebody else's
 * business.
 */
#pragma once

#include <glib.h>

#define CHECKSUMS_MAX_LIST (16 * 1024 * 1024) /* bytes of a list */
#define CHECKSUMS_MAX_TEXT 4096 /* bytes of a name or value, a longer one says nothing */
#define CHECKSUMS_MAX_DEPTH 32  /* of objects in one another */

/* From weak to strong. */
typedef enum {
    DIGEST_MD5,
    DIGEST_SHA1,
    DIGEST_SHA256,
    DIGEST_SHA384,
    DIGEST_SHA512,
    DIGEST_N_TYPES
} DigestType;

/* From here on nobody can make another file with the same digest. */
#define DIGEST_FIRST_STRONG DIGEST_SHA256

typedef struct {
    char *path;                    /* of the file's address, decoded: "/pub/4/heron-4.iso" */
    char *digests[DIGEST_N_TYPES]; /* hexadecimal digits, lower case; NULL: it says none */
    gint64 size;                   /* bytes; -1: it says none */
    guint n_entries;               /* digests of whatever file */
    gboolean is_single;            /* whatever is named is the file */
    gboolean is_contradictory;     /* the file has two different ones of a type, or two sizes */
} Checksums;

/* What the list says of the file at an address. @form: a word of the schema; NULL: what the list
 * looks like. FALSE with an error (OSINFO_DOWNLOAD_ERROR) when it is no such list, does not name the
 * file, or contradicts itself. Digests may all be weak. */
gboolean checksums_read(Checksums *self, const char *form, const char *bytes, gsize size,
                        const char *address, GError **error);

void checksums_clear(Checksums *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Checksums, checksums_clear)

/* The strongest one; -1: there is none. */
int checksums_find_strongest(const Checksums *self);

/* "sha256"; of GLib the same. */
const char *digest_get_name(DigestType type);
GChecksumType digest_get_checksum_type(DigestType type);
/* -1: no digest has such a name, whatever its case, with or without a hyphen and "sum". */
int digest_find(const char *name, gsize length);
/* -1: these are not the digits of a digest. */
int digest_find_by_digits(const char *digits, gsize length);

/* For forms. */

/* A digest of some file; @name may be a name, a path or an address. Digits of another type than
 * @type, or none of any type, say nothing; @type -1: what they look like. */
void checksums_add(Checksums *self, const char *name, gsize name_length, int type,
                   const char *digits, gsize n_digits);
void checksums_add_size(Checksums *self, const char *name, gsize name_length, guint64 size);
/* The list is of this file alone. Digits that are none say nothing. */
void checksums_add_own(Checksums *self, int type, const char *digits, gsize n_digits);

typedef struct {
    const char *name;
    gboolean (*is)(const char *bytes, gsize size);
    /* FALSE: it is none, or a broken one */
    gboolean (*read)(Checksums *checksums, const char *bytes, gsize size);
} ChecksumForm;

extern const ChecksumForm list_digest_form;
extern const ChecksumForm list_json_form;
extern const ChecksumForm list_lines_form;
extern const ChecksumForm list_metalink_form;
extern const ChecksumForm list_single_form;
extern const ChecksumForm list_yaml_form;
