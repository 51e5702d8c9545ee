/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What osinfo-download says of a download, as osinfo-download(1) documents it.
 */
#pragma once

#include "tools/download_choice.h"
#include "tools/output.h"

typedef struct {
    OsinfoOs *os;       /* borrowed, as all of it */
    OsinfoEntity *part; /* a medium or an image */
    OsinfoDownload *download;
    const char *path; /* of the file that is there now; NULL: it was not fetched */
} DownloadReport;

/* What will be asked for. */
void download_report_write_plan(const DownloadReport *self, Output *output);
/* The plan, and what came of it. */
void download_report_write_json(const DownloadReport *self, Output *output);

/* What the file is known to be genuine by, a line for people; a new text. */
char *download_report_describe_trust(const DownloadReport *self);
