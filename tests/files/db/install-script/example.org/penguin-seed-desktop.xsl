<?xml version="1.0"?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" version="1.0">
  <xsl:output method="text"/>
  <xsl:template match="/command-line">seed=/penguin.seed</xsl:template>
  <xsl:template match="/install-script-config">user <xsl:value-of select="config/user-login"/></xsl:template>
</xsl:stylesheet>
