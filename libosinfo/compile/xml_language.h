/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Languages of texts: files tag them as XML does, processes ask for them as locales are named.
 */
#pragma once

/* The name that locales have for a language: `pt_BR` for `pt-BR`, `sr@latin` for `sr-Latn`. What is
 * no tag of letters and digits is taken as it stands. A new text. */
char *xml_language_to_locale(const char *tag);
