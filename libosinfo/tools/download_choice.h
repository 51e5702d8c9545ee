/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which medium or image of a system is meant.
 */
#pragma once

#include <osinfo/osinfo.h>

typedef enum {
    DOWNLOAD_KIND_ANY, /* an installer, else what runs from the medium, else an image */
    DOWNLOAD_KIND_INSTALLER,
    DOWNLOAD_KIND_LIVE,
    DOWNLOAD_KIND_IMAGE,
} DownloadKind;

/* What the user wants; NULL: whatever there is. */
typedef struct {
    DownloadKind kind;
    const char *edition;      /* id of a variant, or what media call it themselves */
    const char *architecture; /* NULL: that of this computer */
    const char *language;
    const char *image_format;
} DownloadWish;

/* Those that can be downloaded and fit the wish, media and images, the best first; a new array of OsinfoEntity. */
GPtrArray *download_choice_list(OsinfoOs *os, const DownloadWish *wish);

/* All that can be downloaded: what to choose from, likewise. */
GPtrArray *download_choice_list_all(OsinfoOs *os);

/* "installer", "live" or "image". */
const char *download_choice_get_kind(OsinfoEntity *part);
const char *download_choice_get_architecture(OsinfoEntity *part);
/* How it is downloaded; NULL: not at all. A new reference. */
OsinfoDownload *download_choice_get_download(OsinfoEntity *part);

/* One line about it, for people; a new text. */
char *download_choice_describe(OsinfoEntity *part);
