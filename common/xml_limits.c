/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <libxml/SAX2.h>

#include "common/translate.h"
#include "common/xml_error.h"
#include "common/xml_limits.h"

typedef struct {
    xmlParserCtxt *context;
    guint n_declared;
    const char *excess; /* NULL: none so far */
} Trial;

/* How much of what is left is parsed next: up to where a tag begins, since libxml2 may take a '>' in
 * the value of an attribute for the end of a tag that is not all there. */
static gsize
get_piece(const char *contents, gsize size)
{
    const char *tag = size > XML_MAX_TAG ? memrchr(contents, '<', XML_MAX_TAG) : NULL;

    if (size <= XML_MAX_TAG)
        return size;
    return tag != NULL && tag > contents ? (gsize)(tag - contents) : XML_MAX_TAG;
}

/* What has come and is not parsed yet is a tag or comment without its end, whatever stands in it and
 * however it is encoded. */
static gboolean
is_waiting_for_long_tag(const xmlParserCtxt *context)
{
    const xmlParserInput *input = context->input;

    return input != NULL && input->end - input->cur > XML_MAX_TAG;
}

gboolean
xml_limits_feed(xmlParserCtxt *context, const char *contents, gsize size)
{
    if (size == 0)
        xmlParseChunk(context, NULL, 0, 1);
    while (size > 0) {
        gsize piece = get_piece(contents, size);

        xmlParseChunk(context, contents, (int)piece, piece == size);
        contents += piece;
        size -= piece;
        if (size > 0 && is_waiting_for_long_tag(context))
            return FALSE;
    }
    return TRUE;
}

static void
stop(Trial *self, const char *excess)
{
    if (self->excess == NULL)
        self->excess = excess;
    xmlStopParser(self->context);
}

static void
on_start(void *data, const xmlChar *name G_GNUC_UNUSED, const xmlChar *prefix G_GNUC_UNUSED,
         const xmlChar *uri G_GNUC_UNUSED, int n_namespaces,
         const xmlChar **namespaces G_GNUC_UNUSED, int n_attributes G_GNUC_UNUSED,
         int n_defaulted G_GNUC_UNUSED, const xmlChar **attributes G_GNUC_UNUSED)
{
    if (n_namespaces > XML_MAX_NAMESPACES)
        stop(data, N_("too many namespaces in one element"));
}

static void
on_attribute_declared(void *data, const xmlChar *element G_GNUC_UNUSED,
                      const xmlChar *name G_GNUC_UNUSED, int type G_GNUC_UNUSED,
                      int default_type G_GNUC_UNUSED, const xmlChar *value G_GNUC_UNUSED,
                      xmlEnumeration *words)
{
    Trial *self = data;

    xmlFreeEnumeration(words);
    if (++self->n_declared > XML_MAX_DECLARED)
        stop(self, N_("too many attributes are declared"));
}

/* Whoever makes the tree hears of errors. */
static void
ignore(void *data G_GNUC_UNUSED, XmlErrorArgument error G_GNUC_UNUSED)
{
}

const char *
xml_limits_find_excess(const char *contents, gsize size, int *out_line)
{
    Trial trial = {.excess = NULL};
    xmlSAXHandler handler = {
        .initialized = XML_SAX2_MAGIC,
        .startElementNs = on_start,
        .attributeDecl = on_attribute_declared,
        .serror = ignore,
    };
    gsize start = MIN(size, 4); /* they tell the encoding */

    trial.context = xmlCreatePushParserCtxt(&handler, &trial, contents, (int)start, NULL);
    if (trial.context == NULL)
        return NULL;
    xmlCtxtUseOptions(trial.context, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    if (!xml_limits_feed(trial.context, contents + start, size - start) && trial.excess == NULL)
        trial.excess = N_("tag or comment is too long");
    if (out_line != NULL)
        *out_line = xmlSAX2GetLineNumber(trial.context);
    xmlFreeDoc(trial.context->myDoc);
    xmlFreeParserCtxt(trial.context);
    return trial.excess;
}
