/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * A source that keeps the pages which were used last. What looks things up in tables of a disk comes back
 * to the same few places, some bytes at a time; each of them costs a read once.
 *
 *     below    | page 0 | page 1 | page 2 | ...
 *     pages      kept              kept
 */

#include "config.h"

#include <string.h>

#include "source/source.h"

#define MAX_RUN (64 * 1024) /* bytes of missing pages that are read at once */

typedef struct {
    guint8 *data;   /* owned; NULL: nothing is kept here */
    guint64 number; /* which page of the source below */
    gsize size;     /* bytes; less than a page at the end of the data */
    guint64 used;   /* when, in reads of pages */
} Page;

typedef struct {
    Source parent;
    Source *below; /* borrowed */
    gsize page;    /* bytes */
    guint n_pages;
    gsize first; /* bytes that are read at once at the start; 0: nothing special */
    guint64 now; /* counts reads of pages */
    Page *last;  /* that was found last, may be NULL */
    Page *pages; /* owned */
} PagesSource;

static Page *
find_page(PagesSource *self, guint64 number)
{
    if (self->last != NULL && self->last->number == number)
        return self->last;
    for (guint i = 0; i < self->n_pages; i++) {
        if (self->pages[i].data != NULL && self->pages[i].number == number)
            return self->last = &self->pages[i];
    }
    return NULL;
}

/* The one that nobody has wanted for the longest time. */
static Page *
find_oldest(PagesSource *self)
{
    Page *oldest = self->pages;

    for (guint i = 1; i < self->n_pages; i++) {
        if (self->pages[i].used < oldest->used)
            oldest = &self->pages[i];
    }
    return oldest;
}

static void
keep_page(PagesSource *self, guint64 number, const guint8 *data, gsize size)
{
    Page *page = find_page(self, number);

    if (page == NULL)
        page = find_oldest(self);
    if (page->data == NULL)
        page->data = g_malloc(self->page);
    memcpy(page->data, data, size);
    page->number = number;
    page->size = size;
    page->used = ++self->now;
    self->last = page;
}

/* How many pages from @number on are not there, of those that @size bytes from its start need. */
static guint
count_missing(PagesSource *self, guint64 number, gsize size)
{
    gsize most = MIN(MAX(size, 1), MAX_RUN);
    guint count = 1;

    if (number == 0 && self->first > 0)
        return (guint)((self->first + self->page - 1) / self->page);
    while (count < self->n_pages / 2 && count * self->page < most &&
           find_page(self, number + count) == NULL)
        count++;
    return count;
}

static gboolean
load_pages(PagesSource *self, guint64 number, gsize size, GError **error)
{
    guint n_pages = count_missing(self, number, size);
    gsize wanted = n_pages * self->page;
    g_autofree guint8 *data = g_malloc(wanted);
    gssize count = source_read(self->below, number * self->page, data, wanted, error);

    if (count < 0)
        return FALSE;
    self->first = 0;
    /* backwards, so that the first one is not pushed out */
    for (guint i = n_pages; i-- > 0;) {
        gsize start = i * self->page;

        if (start < (gsize)count || i == 0)
            keep_page(self, number + i, data + start, MIN(self->page, (gsize)count - start));
    }
    return TRUE;
}

static gssize
pages_read(Source *source, guint64 offset, void *buffer, gsize size, GError **error)
{
    PagesSource *self = (PagesSource *)source;
    gsize done = 0;

    if (size > self->n_pages * self->page / 2 || offset > G_MAXUINT64 - size - self->page)
        return source_read(self->below, offset, buffer, size, error);
    while (done < size) {
        guint64 number = (offset + done) / self->page;
        gsize start = (gsize)((offset + done) % self->page);
        Page *page = find_page(self, number);

        if (page == NULL) {
            if (!load_pages(self, number, start + size - done, error))
                return -1;
            page = find_page(self, number);
        }
        page->used = ++self->now;
        if (start >= page->size)
            break;

        gsize count = MIN(size - done, page->size - start);

        memcpy((guint8 *)buffer + done, page->data + start, count);
        done += count;
        if (page->size < self->page)
            break;
    }
    return (gssize)done;
}

static gint64
pages_get_size(Source *source)
{
    return source_get_size(((PagesSource *)source)->below);
}

static void
pages_use_reserve(Source *source, guint64 bytes)
{
    source_use_reserve(((PagesSource *)source)->below, bytes);
}

static void
pages_close(Source *source)
{
    PagesSource *self = (PagesSource *)source;

    for (guint i = 0; i < self->n_pages; i++)
        g_free(self->pages[i].data);
    g_free(self->pages);
    g_free(self);
}

static const SourceOperations pages_operations = {
    .read = pages_read,
    .get_size = pages_get_size,
    .close = pages_close,
    .use_reserve = pages_use_reserve,
};

Source *
source_new_pages(Source *below, gsize page, guint n_pages, gsize first)
{
    PagesSource *self = g_new0(PagesSource, 1);

    self->parent.operations = &pages_operations;
    self->below = below;
    self->page = page;
    self->n_pages = n_pages;
    self->first = MIN(first, n_pages / 2 * page);
    self->pages = g_new0(Page, n_pages);
    return &self->parent;
}
