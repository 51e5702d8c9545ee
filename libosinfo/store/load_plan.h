/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a loader was asked to load so far. Two loaders with the same plan want the same store.
 */
#pragma once

#include <glib.h>

typedef enum {
    PLAN_DIRECTORY, /* a database folder */
    PLAN_FILE,      /* a single XML file, without the rule about its name */
} PlanType;

typedef struct {
    char *path; /* absolute */
    PlanType type;
} PlanLocation;

/* Locations of one step hide and extend each other's files; steps only add up. */
typedef struct {
    GPtrArray *locations; /* of PlanLocation, in order of priority, weakest first */
    GPtrArray
        *failures; /* texts: places of which it could not be found out whether they are there */
} PlanStep;

typedef struct {
    GPtrArray *steps; /* of PlanStep */
    char *pci_ids;    /* absolute path; NULL: not wanted */
    char *usb_ids;
} LoadPlan;

LoadPlan *load_plan_new(void);
void load_plan_free(LoadPlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoadPlan, load_plan_free)

PlanStep *load_plan_add_step(LoadPlan *self);
/* @path may be relative to the current folder. */
void plan_step_add_location(PlanStep *self, const char *path, PlanType type);
/* @path might be a place of the step, but looking at it failed with errno @code. */
void plan_step_add_failure(PlanStep *self, const char *path, int code);
/* The plan as a text, the same for equal plans. One with a failure is like no plan that a store is
 * kept for. */
char *load_plan_to_string(const LoadPlan *self);
