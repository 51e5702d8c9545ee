/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Within the script module: what libxml2 and libxslt say while one request is served, in one line.
 */
#pragma once

#include <glib.h>
#include <libxml/xmlerror.h>
#include <libxslt/xsltInternals.h>

typedef struct {
    GString *text;
    /* the thread's handlers before ours */
    xmlStructuredErrorFunc structured_handler;
    void *structured_context;
    xmlGenericErrorFunc generic_handler;
    void *generic_context;
} XsltReport;

/* From here on messages of this thread go to the report, which must stay where it is. */
void xslt_report_begin(XsltReport *self);
/* Everything is as it was before. The text remains. */
void xslt_report_end(XsltReport *self);
/* Messages of a transformation, whatever thread carries it out. */
void xslt_report_watch(XsltReport *self, xsltTransformContext *context);
