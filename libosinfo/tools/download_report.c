/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "common/translate.h"
#include "tools/download_report.h"
#include "tools/json_parts.h"

#define FORMAT_VERSION 1

static const char *
get_trust_word(OsinfoDownloadTrust trust)
{
    static const char *const words[] = {
        [OSINFO_DOWNLOAD_TRUST_NONE] = NULL,       [OSINFO_DOWNLOAD_TRUST_UNSIGNED] = "unsigned",
        [OSINFO_DOWNLOAD_TRUST_CALLER] = "caller", [OSINFO_DOWNLOAD_TRUST_DATABASE] = "database",
        [OSINFO_DOWNLOAD_TRUST_SIGNED] = "signed",
    };

    return words[trust];
}

char *
download_report_describe_trust(const DownloadReport *self)
{
    OsinfoDownload *download = self->download;

    switch (osinfo_download_get_trust(download)) {
    case OSINFO_DOWNLOAD_TRUST_SIGNED:
        /* Translators: the fingerprint of a key */
        return g_strdup_printf(_("signed by %s"), osinfo_download_get_signer(download));
    case OSINFO_DOWNLOAD_TRUST_DATABASE:
        return g_strdup(_("it has the checksum that the database states"));
    case OSINFO_DOWNLOAD_TRUST_CALLER:
        return g_strdup(_("it has the given checksum"));
    case OSINFO_DOWNLOAD_TRUST_UNSIGNED:
        /* Translators: an address */
        return g_strdup_printf(
            _("no signature can be checked; it has the checksum of '%s', which came "
              "by https"),
            osinfo_download_get_list(download));
    default:
        return g_strdup(_("nothing tells whether it is genuine"));
    }
}

/* Plan */

static void
write_row(Output *output, const char *name, const char *value)
{
    if (value != NULL && *value != '\0')
        output_add_format(output, "%-10s %s\n", name, value);
}

static void
write_rows(Output *output, const char *name, const char *const *values)
{
    for (; *values != NULL; values++)
        write_row(output, name, *values);
}

void
download_report_write_plan(const DownloadReport *self, Output *output)
{
    OsinfoDownload *download = self->download;
    g_autofree char *description = download_choice_describe(self->part);
    g_auto(GStrv) mirrors = osinfo_download_get_mirrors(download);
    g_auto(GStrv) lists = osinfo_download_get_lists(download);
    g_autofree char *index = osinfo_download_get_index(download);
    g_autofree char *signature = osinfo_download_get_signature(download);
    const char *form = osinfo_download_get_signature_form(download);
    gboolean is_stated = osinfo_download_get_stated_digest(download, "sha256") != NULL ||
                         osinfo_download_get_stated_digest(download, "sha512") != NULL;

    write_row(output, _("System"), osinfo_product_get_name(OSINFO_PRODUCT(self->os)));
    write_row(output, _("File"), description);
    write_row(output, _("Address"), osinfo_download_get_url(download));
    write_rows(output, _("Mirror"), (const char *const *)mirrors);
    write_row(output, _("Releases"), index);
    write_rows(output, _("List"), (const char *const *)lists);
    if (form != NULL)
        write_row(output, _("Signature"), signature != NULL ? signature : _("inside the list"));
    if (form != NULL)
        write_rows(output, _("Key"), osinfo_download_get_keys(download));
    if (is_stated)
        write_row(output, _("Checksum"), _("stated by the database"));
    else if (lists[0] == NULL && form == NULL)
        write_row(output, _("Checksum"), _("none, so --digest is needed"));
    else if (form == NULL)
        write_row(output, _("Signature"), _("none that can be checked"));
}

/* JSON */

static void
add_values(JsonBuilder *builder, OsinfoEntity *part, const char *member, const char *key)
{
    g_autoptr(GList) values = osinfo_entity_get_param_value_list(part, key);

    json_add_texts(builder, member, values);
}

static void
add_system(JsonBuilder *builder, OsinfoOs *os)
{
    json_builder_set_member_name(builder, "os");
    json_builder_begin_object(builder);
    json_add_text(builder, "id", osinfo_entity_get_id(OSINFO_ENTITY(os)));
    json_add_text(builder, "short-id", osinfo_product_get_short_id(OSINFO_PRODUCT(os)));
    json_add_text(builder, "name", osinfo_product_get_name(OSINFO_PRODUCT(os)));
    json_builder_end_object(builder);
}

static void
add_digest(JsonBuilder *builder, OsinfoDownload *download)
{
    json_builder_set_member_name(builder, "digest");
    if (osinfo_download_get_digest(download) == NULL) {
        json_builder_add_null_value(builder);
        return;
    }
    json_builder_begin_object(builder);
    json_add_text(builder, "type", osinfo_download_get_digest_type(download));
    json_add_text(builder, "value", osinfo_download_get_digest(download));
    json_builder_end_object(builder);
}

/* Where things are, and who signs them. */
static void
add_plan(JsonBuilder *builder, OsinfoDownload *download)
{
    g_auto(GStrv) mirrors = osinfo_download_get_mirrors(download);
    g_auto(GStrv) lists = osinfo_download_get_lists(download);
    g_autofree char *index = osinfo_download_get_index(download);
    g_autofree char *signature = osinfo_download_get_signature(download);
    const char *form = osinfo_download_get_signature_form(download);
    const char *of = osinfo_download_is_file_signed(download) ? "file" : "list";

    json_add_text(builder, "url", osinfo_download_get_url(download));
    json_add_text(builder, "file-name", osinfo_download_get_file_name(download));
    json_add_strings(builder, "mirrors", (const char *const *)mirrors);
    json_add_text(builder, "index", index);
    json_add_strings(builder, "lists", (const char *const *)lists);
    json_add_text(builder, "signature", signature);
    json_add_text(builder, "signature-form", form);
    json_add_text(builder, "signature-of", form != NULL ? of : NULL);
    json_add_strings(builder, "keys", osinfo_download_get_keys(download));
}

void
download_report_write_json(const DownloadReport *self, Output *output)
{
    g_autoptr(JsonBuilder) builder = json_builder_new();
    OsinfoDownload *download = self->download;
    gint64 size = osinfo_download_get_size(download);

    json_builder_begin_object(builder);
    json_add_number(builder, "format-version", FORMAT_VERSION);
    add_system(builder, self->os);
    json_add_text(builder, "kind", download_choice_get_kind(self->part));
    json_add_text(builder, "architecture", download_choice_get_architecture(self->part));
    json_add_text(builder, "image-format",
                  osinfo_entity_get_param_value(self->part, OSINFO_IMAGE_PROP_FORMAT));
    add_values(builder, self->part, "variants", OSINFO_MEDIA_PROP_VARIANT);
    add_values(builder, self->part, "languages", OSINFO_MEDIA_PROP_LANG);
    add_plan(builder, download);
    json_add_text(builder, "list", osinfo_download_get_list(download));
    add_digest(builder, download);
    if (size >= 0)
        json_add_number(builder, "size", size);
    else
        json_add_text(builder, "size", NULL);
    json_add_text(builder, "trust", get_trust_word(osinfo_download_get_trust(download)));
    json_add_text(builder, "signer", osinfo_download_get_signer(download));
    json_add_text(builder, "path", self->path);
    json_builder_end_object(builder);
    output_add_json_item(output, json_builder_get_root(builder));
    output_end_json(output);
}
