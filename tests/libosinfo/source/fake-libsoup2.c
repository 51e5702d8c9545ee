/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a process looks like that uses libsoup 2: this symbol is how libsoup 3 knows it. */
void soup_uri_new(void);

void
soup_uri_new(void)
{
}
