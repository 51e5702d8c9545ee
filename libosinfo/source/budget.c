/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * A source that costs no more than it may: counts what is read from the source below, so that a
 * hostile image cannot lead its reader in circles, nor through gigabytes of a slow server.
 */

#include "config.h"

#include <inttypes.h>

#include "common/translate.h"
#include "source/source.h"

/* What several sources may share. */
typedef struct {
    guint reads;     /* at most */
    guint64 bytes;   /* at most */
    guint n_reads;   /* so far */
    guint64 n_bytes; /* so far */
    guint64 reserve; /* bytes that may be added */
    gint64 deadline; /* monotonic, microseconds; 0: none */
} Budget;

typedef struct {
    Source parent;
    Source *below;  /* borrowed */
    Budget *budget; /* own, or that of another source */
    Budget own;
} BudgetSource;

static gboolean
check_budget(const Budget *self, gsize size, GError **error)
{
    if (self->deadline != 0 && g_get_monotonic_time() > self->deadline) {
        g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                            _("the time limit is reached"));
        return FALSE;
    }
    if (self->n_reads >= self->reads) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE,
                    _("the limit of %u reads is reached"), self->reads);
        return FALSE;
    }
    if (size <= self->bytes - self->n_bytes)
        return TRUE;
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE,
                _("the limit of %" PRIu64 " bytes is reached"), self->bytes);
    return FALSE;
}

static gssize
budget_read(Source *source, guint64 offset, void *buffer, gsize size, GError **error)
{
    BudgetSource *self = (BudgetSource *)source;

    if (!check_budget(self->budget, size, error))
        return -1;
    self->budget->n_reads++;

    gssize count = source_read(self->below, offset, buffer, size, error);

    if (count > 0)
        self->budget->n_bytes += (guint64)count;
    return count;
}

static gint64
budget_get_size(Source *source)
{
    return source_get_size(((BudgetSource *)source)->below);
}

static void
budget_use_reserve(Source *source, guint64 bytes)
{
    BudgetSource *self = (BudgetSource *)source;

    source_use_reserve(self->below, bytes);
    bytes = MIN(bytes, self->budget->reserve);
    self->budget->reserve -= bytes;
    self->budget->bytes += bytes;
}

static void
budget_close(Source *source)
{
    g_free(source);
}

static const SourceOperations budget_operations = {
    .read = budget_read,
    .get_size = budget_get_size,
    .close = budget_close,
    .use_reserve = budget_use_reserve,
};

Source *
source_new_budget(Source *below, guint reads, guint64 bytes)
{
    BudgetSource *self = g_new0(BudgetSource, 1);

    self->parent.operations = &budget_operations;
    self->below = below;
    self->budget = &self->own;
    self->own.reads = reads;
    self->own.bytes = bytes;
    return &self->parent;
}

Source *
source_new_budget_of(Source *below, Source *other)
{
    BudgetSource *self = g_new0(BudgetSource, 1);

    self->parent.operations = &budget_operations;
    self->below = below;
    self->budget = ((BudgetSource *)other)->budget;
    return &self->parent;
}

void
source_budget_set_reserve(Source *self, guint64 bytes)
{
    ((BudgetSource *)self)->budget->reserve = bytes;
}

void
source_budget_set_deadline(Source *self, gint64 deadline)
{
    ((BudgetSource *)self)->budget->deadline = deadline;
}

void
source_budget_get_used(Source *self, guint *out_reads, guint64 *out_bytes)
{
    const Budget *budget = ((BudgetSource *)self)->budget;

    *out_reads = budget->n_reads;
    *out_bytes = budget->n_bytes;
}
