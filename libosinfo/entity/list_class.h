/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The class of a list is its name and the class of its elements; it stands at the end of the file
 * of that class, so that nothing here knows the classes above. What a list can do is written in
 * osinfo_list.c.
 */
#pragma once

#include "entity/osinfo_list_private.h"
#include "osinfo/osinfo_lists.h"

#define OSINFO_DEFINE_LIST_CALLS(Name, name, ELEMENT)                                              \
    static void osinfo_##name##list_class_init(Osinfo##Name##ListClass *klass G_GNUC_UNUSED)       \
    {                                                                                              \
    }                                                                                              \
                                                                                                   \
    static void osinfo_##name##list_init(Osinfo##Name##List *self)                                 \
    {                                                                                              \
        list_set_element_type(OSINFO_LIST(self), ELEMENT);                                         \
    }                                                                                              \
                                                                                                   \
    Osinfo##Name##List *osinfo_##name##list_new(void)                                              \
    {                                                                                              \
        return g_object_new(osinfo_##name##list_get_type(), "element-type", ELEMENT, NULL);        \
    }

/* The list of the entities @name, whose class is @ELEMENT; @Parent is the class it derives from. */
#define OSINFO_DEFINE_LIST(Name, name, Parent, PARENT, ELEMENT)                                    \
    struct _Osinfo##Name##List {                                                                   \
        Parent parent_instance;                                                                    \
    };                                                                                             \
                                                                                                   \
    G_DEFINE_FINAL_TYPE(Osinfo##Name##List, osinfo_##name##list, PARENT)                           \
    OSINFO_DEFINE_LIST_CALLS(Name, name, ELEMENT)

/* The four ways to make a list of others, with the class fixed. */
#define OSINFO_DEFINE_LIST_COPIES(Name, name, NAME)                                                \
    Osinfo##Name##List *osinfo_##name##list_new_copy(Osinfo##Name##List *source)                   \
    {                                                                                              \
        g_return_val_if_fail(OSINFO_IS_##NAME##LIST(source), NULL);                                \
                                                                                                   \
        Osinfo##Name##List *list = osinfo_##name##list_new();                                      \
                                                                                                   \
        osinfo_list_add_all(OSINFO_LIST(list), OSINFO_LIST(source));                               \
        return list;                                                                               \
    }                                                                                              \
                                                                                                   \
    Osinfo##Name##List *osinfo_##name##list_new_filtered(Osinfo##Name##List *source,               \
                                                         OsinfoFilter *filter)                     \
    {                                                                                              \
        g_return_val_if_fail(OSINFO_IS_##NAME##LIST(source), NULL);                                \
        g_return_val_if_fail(filter == NULL || OSINFO_IS_FILTER(filter), NULL);                    \
                                                                                                   \
        Osinfo##Name##List *list = osinfo_##name##list_new();                                      \
                                                                                                   \
        osinfo_list_add_filtered(OSINFO_LIST(list), OSINFO_LIST(source), filter);                  \
        return list;                                                                               \
    }                                                                                              \
                                                                                                   \
    Osinfo##Name##List *osinfo_##name##list_new_intersection(Osinfo##Name##List *sourceOne,        \
                                                             Osinfo##Name##List *sourceTwo)        \
    {                                                                                              \
        g_return_val_if_fail(OSINFO_IS_##NAME##LIST(sourceOne), NULL);                             \
        g_return_val_if_fail(OSINFO_IS_##NAME##LIST(sourceTwo), NULL);                             \
                                                                                                   \
        Osinfo##Name##List *list = osinfo_##name##list_new();                                      \
                                                                                                   \
        osinfo_list_add_intersection(OSINFO_LIST(list), OSINFO_LIST(sourceOne),                    \
                                     OSINFO_LIST(sourceTwo));                                      \
        return list;                                                                               \
    }                                                                                              \
                                                                                                   \
    Osinfo##Name##List *osinfo_##name##list_new_union(Osinfo##Name##List *sourceOne,               \
                                                      Osinfo##Name##List *sourceTwo)               \
    {                                                                                              \
        g_return_val_if_fail(OSINFO_IS_##NAME##LIST(sourceOne), NULL);                             \
        g_return_val_if_fail(OSINFO_IS_##NAME##LIST(sourceTwo), NULL);                             \
                                                                                                   \
        Osinfo##Name##List *list = osinfo_##name##list_new();                                      \
                                                                                                   \
        osinfo_list_add_union(OSINFO_LIST(list), OSINFO_LIST(sourceOne), OSINFO_LIST(sourceTwo));  \
        return list;                                                                               \
    }
