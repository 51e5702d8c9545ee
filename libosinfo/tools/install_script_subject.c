/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the user names: a system of the database, or a medium or tree that the database knows. The
 * database is asked first, so that an id, which looks like an address, is not fetched.
 */
#include "config.h"

#include <string.h>

#include "common/translate.h"
#include "tools/identification.h"
#include "tools/install_script_subject.h"
#include "tools/standard_input.h"
#include "tools/system_name.h"

/* Why something that could be read is of no use. */
static gboolean
refuse(const char *message, GError **error)
{
    g_set_error_literal(error, OSINFO_ERROR, OSINFO_ERROR_GENERIC, message);
    return FALSE;
}

static gboolean
identify(InstallScriptSubject *self, OsinfoDb *db, SubjectType type, GError **error)
{
    g_auto(Identification) found = {0};
    gboolean is_known = FALSE;

    identification_init(&found, type, self->name);
    self->is_cut = found.is_cut;
    if (found.error != NULL) {
        g_propagate_error(error, g_steal_pointer(&found.error));
        return FALSE;
    }
    if (type == SUBJECT_MEDIA && !found.is_bootable)
        return refuse(_("the medium is not bootable"), error);
    if (type == SUBJECT_MEDIA)
        is_known = osinfo_db_identify_media(db, OSINFO_MEDIA(found.subject));
    else
        is_known = osinfo_db_identify_tree(db, OSINFO_TREE(found.subject));
    if (!is_known)
        return refuse(type == SUBJECT_MEDIA ? _("the database does not know the medium")
                                            : _("the database does not know the tree"),
                      error);
    self->os = entry_dup_os(found.subject);
    self->entry = g_steal_pointer(&found.subject);
    return TRUE;
}

/* A folder is a tree, a file a medium, and an address can be either. */
static gboolean
identify_location(InstallScriptSubject *self, OsinfoDb *db, GError **error)
{
    gboolean is_address = g_uri_peek_scheme(self->name) != NULL;
    g_autoptr(GError) media_error = NULL;
    g_autoptr(GError) tree_error = NULL;

    if (!is_address)
        return identify(self, db,
                        g_file_test(self->name, G_FILE_TEST_IS_DIR) ? SUBJECT_TREE : SUBJECT_MEDIA,
                        error);
    if (identify(self, db, SUBJECT_MEDIA, &media_error) ||
        identify(self, db, SUBJECT_TREE, &tree_error))
        return TRUE;
    g_set_error(error, OSINFO_ERROR, OSINFO_ERROR_GENERIC,
                /* Translators: why it cannot be used as a medium, and why not as a tree */
                _("neither a medium (%s) nor a tree (%s)"), media_error->message,
                tree_error->message);
    return FALSE;
}

gboolean
install_script_subject_init(InstallScriptSubject *self, OsinfoDb *db, const char *name,
                            GError **error)
{
    g_autoptr(GError) local_error = NULL;

    OsinfoOs *os = osinfo_db_find_os(db, name);

    *self = (InstallScriptSubject){.name = name};
    if (os != NULL) {
        self->os = g_object_ref(os);
        return TRUE;
    }
    if (g_uri_peek_scheme(name) == NULL && strcmp(name, STANDARD_INPUT) != 0 &&
        !g_file_test(name, G_FILE_TEST_EXISTS)) {
        g_autofree char *likely = system_describe_likely(db, name);

        /* Translators: the name, and what may have been meant, which is perhaps empty */
        g_set_error(error, OSINFO_ERROR, OSINFO_ERROR_GENERIC, _("Error finding OS: %s%s"), name,
                    likely);
        return FALSE;
    }
    if (identify_location(self, db, &local_error))
        return TRUE;
    g_set_error(error, OSINFO_ERROR, OSINFO_ERROR_GENERIC,
                /* Translators: what the user gave, and why that is of no use */
                _("Error finding OS: %s: %s"), name, local_error->message);
    return FALSE;
}

void
install_script_subject_clear(InstallScriptSubject *self)
{
    g_clear_object(&self->entry);
    g_clear_object(&self->os);
}

OsinfoList *
install_script_subject_list_scripts(const InstallScriptSubject *self, GError **error)
{
    OsinfoMedia *media = OSINFO_IS_MEDIA(self->entry) ? OSINFO_MEDIA(self->entry) : NULL;
    g_autoptr(OsinfoList) scripts =
        media != NULL ? OSINFO_LIST(osinfo_media_get_install_script_list(media)) : NULL;

    if (scripts == NULL || osinfo_list_get_length(scripts) == 0) {
        g_clear_object(&scripts);
        scripts = OSINFO_LIST(osinfo_os_get_install_script_list(self->os));
    }
    /* without any script the answer is also no, but that is not the medium's fault */
    if (media != NULL && osinfo_list_get_length(scripts) > 0 &&
        !osinfo_media_supports_installer_script(media)) {
        g_set_error(error, OSINFO_ERROR, OSINFO_ERROR_GENERIC,
                    /* Translators: the path of a medium, and the name of its operating system */
                    _("Media '%s' with OS '%s' does not support install scripts"), self->name,
                    osinfo_product_get_name(OSINFO_PRODUCT(self->os)));
        return NULL;
    }
    return g_steal_pointer(&scripts);
}

char *
install_script_subject_generate(const InstallScriptSubject *self, OsinfoInstallScript *script,
                                OsinfoInstallConfig *config, GError **error)
{
    if (self->entry == NULL)
        return osinfo_install_script_generate(script, self->os, config, NULL, error);
    if (OSINFO_IS_MEDIA(self->entry))
        return osinfo_install_script_generate_for_media(script, OSINFO_MEDIA(self->entry), config,
                                                        NULL, error);
    return osinfo_install_script_generate_for_tree(script, OSINFO_TREE(self->entry), config, NULL,
                                                   error);
}
