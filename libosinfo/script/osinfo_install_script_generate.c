/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Scripts for an installation of which nothing but the system is known. Text, file and command line
 * are made in script_generate.c.
 */
#include "config.h"

#include "osinfo/osinfo_install_script.h"
#include "script/script_generate.h"

/**
 * osinfo_install_script_generate:
 * @script: a script
 * @os: an operating system
 * @config: what the system shall be like
 * @cancellable: (nullable): stops the work from another thread
 * @error: where to put what went wrong
 *
 * Makes the text of a script for an installation of an operating system. Blocks: some milliseconds,
 * ten seconds at most.
 *
 * What a parameter is set to is written so that the installer gets exactly that, in the format that
 * the template names as media type of its output; what the format cannot hold is an error. Then
 * parameters that the script requires must have been set, be it to an empty text, and product keys,
 * disks, time zones, languages and keyboards must have their form. Templates that name no format
 * get everything as it is, and what is not set is empty.
 *
 * A template can neither read nor write files nor reach the network, and one that does not end is
 * stopped; that is an error like any other that a template has, in [error@Libosinfo.Error].
 *
 * Returns: (transfer full): the text, which may be empty; %NULL with an error
 *
 * Since: 0.2.0
 */
gchar *
osinfo_install_script_generate(OsinfoInstallScript *script, OsinfoOs *os,
                               OsinfoInstallConfig *config, GCancellable *cancellable,
                               GError **error)
{
    g_return_val_if_fail(OSINFO_IS_INSTALL_SCRIPT(script), NULL);
    g_return_val_if_fail(os == NULL || OSINFO_IS_OS(os), NULL);
    g_return_val_if_fail(OSINFO_IS_INSTALL_CONFIG(config), NULL);

    ScriptTarget target = {.os = os};

    return script_generate_text(script, &target, config, cancellable, error);
}

/**
 * osinfo_install_script_generate_async:
 * @script: a script
 * @os: an operating system
 * @config: what the system shall be like; changes that come later do not count
 * @cancellable: (nullable): stops the work
 * @callback: (nullable) (scope async) (closure user_data): is called when the text is there
 * @user_data: (nullable): is given to @callback
 *
 * Makes the text of a script for an installation of an operating system, as
 * [method@Libosinfo.InstallScript.generate] does, without blocking.
 *
 * Since: 0.2.0
 */
void
osinfo_install_script_generate_async(OsinfoInstallScript *script, OsinfoOs *os,
                                     OsinfoInstallConfig *config, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data)
{
    g_return_if_fail(OSINFO_IS_INSTALL_SCRIPT(script));
    g_return_if_fail(os == NULL || OSINFO_IS_OS(os));
    g_return_if_fail(OSINFO_IS_INSTALL_CONFIG(config));

    ScriptTarget target = {.os = os};

    script_generate_async(script, &target, config, NULL, cancellable, callback, user_data);
}

/**
 * osinfo_install_script_generate_finish:
 * @script: a script
 * @res: what the callback got
 * @error: where to put what went wrong
 *
 * Gets the answer to [method@Libosinfo.InstallScript.generate_async].
 *
 * Returns: (transfer full): the text, which may be empty; %NULL with an error
 *
 * Since: 0.2.0
 */
gchar *
osinfo_install_script_generate_finish(OsinfoInstallScript *script, GAsyncResult *res,
                                      GError **error)
{
    return script_generate_finish_text(script, res, error);
}

/**
 * osinfo_install_script_generate_output:
 * @script: a script
 * @os: an operating system
 * @config: what the system shall be like
 * @output_dir: a folder, which must be there
 * @cancellable: (nullable): stops the work from another thread
 * @error: where to put what went wrong
 *
 * Writes a script for an installation of an operating system to the file
 * [method@Libosinfo.InstallScript.get_output_filename] of a folder, in place of one that is there.
 * Others cannot read it. Blocks as [method@Libosinfo.InstallScript.generate] does, and for the
 * disk.
 *
 * Returns: (transfer full): the file; %NULL with an error
 *
 * Since: 0.2.0
 */
GFile *
osinfo_install_script_generate_output(OsinfoInstallScript *script, OsinfoOs *os,
                                      OsinfoInstallConfig *config, GFile *output_dir,
                                      GCancellable *cancellable, GError **error)
{
    g_return_val_if_fail(OSINFO_IS_INSTALL_SCRIPT(script), NULL);
    g_return_val_if_fail(os == NULL || OSINFO_IS_OS(os), NULL);
    g_return_val_if_fail(OSINFO_IS_INSTALL_CONFIG(config), NULL);
    g_return_val_if_fail(G_IS_FILE(output_dir), NULL);

    ScriptTarget target = {.os = os};

    return script_generate_file(script, &target, config, output_dir, cancellable, error);
}

/**
 * osinfo_install_script_generate_output_async:
 * @script: a script
 * @os: an operating system
 * @config: what the system shall be like; changes that come later do not count
 * @output_dir: a folder, which must be there
 * @cancellable: (nullable): stops the work
 * @callback: (nullable) (scope async) (closure user_data): is called when the file is there
 * @user_data: (nullable): is given to @callback
 *
 * Writes a script for an installation of an operating system, as
 * [method@Libosinfo.InstallScript.generate_output] does, without blocking.
 *
 * Since: 0.2.0
 */
void
osinfo_install_script_generate_output_async(OsinfoInstallScript *script, OsinfoOs *os,
                                            OsinfoInstallConfig *config, GFile *output_dir,
                                            GCancellable *cancellable, GAsyncReadyCallback callback,
                                            gpointer user_data)
{
    g_return_if_fail(OSINFO_IS_INSTALL_SCRIPT(script));
    g_return_if_fail(os == NULL || OSINFO_IS_OS(os));
    g_return_if_fail(OSINFO_IS_INSTALL_CONFIG(config));
    g_return_if_fail(G_IS_FILE(output_dir));

    ScriptTarget target = {.os = os};

    script_generate_async(script, &target, config, output_dir, cancellable, callback, user_data);
}

/**
 * osinfo_install_script_generate_output_finish:
 * @script: a script
 * @res: what the callback got
 * @error: where to put what went wrong
 *
 * Gets the answer to [method@Libosinfo.InstallScript.generate_output_async].
 *
 * Returns: (transfer full): the file; %NULL with an error
 *
 * Since: 0.2.3
 */
GFile *
osinfo_install_script_generate_output_finish(OsinfoInstallScript *script, GAsyncResult *res,
                                             GError **error)
{
    return script_generate_finish_file(script, res, error);
}

/**
 * osinfo_install_script_generate_command_line:
 * @script: a script
 * @os: an operating system
 * @config: what the system shall be like
 *
 * Makes what the kernel of the installer must be given on its command line, so that it finds the
 * script, for an installation of an operating system. Blocks as
 * [method@Libosinfo.InstallScript.generate] does.
 *
 * Returns: (transfer full) (nullable): the arguments, which may be empty; %NULL when the template
 * says nothing of a command line, as that of an installer without a kernel of its own, or when it
 * failed
 *
 * Since: 0.2.7
 */
gchar *
osinfo_install_script_generate_command_line(OsinfoInstallScript *script, OsinfoOs *os,
                                            OsinfoInstallConfig *config)
{
    g_return_val_if_fail(OSINFO_IS_INSTALL_SCRIPT(script), NULL);
    g_return_val_if_fail(os == NULL || OSINFO_IS_OS(os), NULL);
    g_return_val_if_fail(OSINFO_IS_INSTALL_CONFIG(config), NULL);

    ScriptTarget target = {.os = os};

    return script_generate_command_line(script, &target, config);
}
