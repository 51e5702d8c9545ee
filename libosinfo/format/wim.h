/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What a WIM file (.wim, .esd, .swm) says of the images in it. The files of the images are left alone.
 */

#pragma once

#include "format/format.h"

G_BEGIN_DECLS

#define WIM_MAX_XML (4 * 1024 * 1024) /* bytes */
#define WIM_MAX_IMAGES 64             /* that are kept; what comes behind is not seen */
#define WIM_MAX_LANGUAGES 64          /* of an image, likewise */
#define WIM_MAX_TEXT 256              /* bytes of a text; it is cut there */
#define WIM_MAX_DEPTH 8               /* elements within each other; what is deeper is left out */

/* A system that can be installed. Texts are owned, UTF-8, NULL where the file says nothing; numbers are
 * -1 then. */
typedef struct {
    gint64 architecture; /* PROCESSOR_ARCHITECTURE_… of Windows; see wim_get_architecture() */
    gint64 major;        /* version, such as 10 … */
    gint64 minor;        /* … and 0 */
    gint64 build;        /* such as 26100 */
    gint64 service_pack_build; /* the update since the build, such as 1742 */
    gint64 service_pack_level; /* number of the service pack */
    gint64 time_high;          /* when it was made: 100 ns since 1601, upper half … */
    gint64 time_low;           /* … and lower half */
    char *branch;              /* such as "ge_release" */
    char *installation_type;   /* "Client", "Server", "Server Core", "WindowsPE" */
    char *product_type;        /* "WinNT", "ServerNT", "LanmanNT" */
    char *edition_id;          /* such as "ServerStandard" */
    char *flags;               /* such as "ServerStandardCore" */
    char *default_language;    /* such as "en-US" */
    char *name;                /* in English, as a rule */
    char *display_name;        /* in the language of the image */
    GPtrArray *languages;      /* owned, of owned texts */
} WimImage;

typedef struct {
    guint part;     /* of a file that is split, from 1 on */
    guint n_parts;  /* 1: it is not split */
    GArray *images; /* owned; of WimImage */
} Wim;

/**
 * wim_read:
 * @source: a WIM file, or a part of one
 * @out_wim: (out caller-allocates): what it says, to be freed with wim_clear(); touched on success only
 * @error: return location
 *
 * Reads header and XML, in two reads (three of a pipable file).
 *
 * Returns: what the file is; %FORMAT_DAMAGED with %FORMAT_ERROR_TRUNCATED or %FORMAT_ERROR_INVALID, too
 */
FormatAnswer wim_read(Source *source, Wim *out_wim, GError **error);

/* The name that the data has for an architecture, such as "x86_64"; NULL: it has none. */
const char *wim_get_architecture(gint64 architecture);

/* When an image was made, in seconds since 1970; 0: not known. */
gint64 wim_image_get_time(const WimImage *self);

void wim_clear(Wim *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Wim, wim_clear)

G_END_DECLS
