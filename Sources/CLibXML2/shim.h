#pragma once
#include <libxml/xmlversion.h>
// Debian's libxml2 is built with ICU, whose headers define again what Foundation's own ICU defines. Nothing here uses them.
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/tree.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <libxml/c14n.h>
#include <libxml/xmlschemas.h>
#include <libxml/xmlsave.h>
#include <libxml/xmlIO.h>
#include <libxslt/xslt.h>
#include <libxslt/xsltInternals.h>
#include <libxslt/transform.h>
#include <libxslt/xsltutils.h>
#include <libxslt/security.h>
#include <libxslt/variables.h>

// xmlFree is a mutable global function pointer, which Swift 6 refuses to read.
static inline void cxml_free(void *p) { xmlFree(p); }

// libxml2 prints to standard error unless told not to; documents of citizens must not end up there.
static void cxml_silent(void *context, xmlErrorPtr error) { (void)context; (void)error; }
static inline void cxml_init(void) {
    xmlInitParser();
    xmlThrDefSetStructuredErrorFunc(NULL, cxml_silent);
    xmlSetStructuredErrorFunc(NULL, cxml_silent);
}
static inline void cxml_set_utf8(xmlDocPtr doc) {
    if (doc->encoding != NULL) xmlFree((void *)doc->encoding);
    doc->encoding = xmlStrdup(BAD_CAST "UTF-8");
}
static void cxml_silent_words(void *context, const char *message, ...) { (void)context; (void)message; }
static inline void cxml_silence_transform(xsltTransformContextPtr context) {
    xsltSetTransformErrorFunc(context, NULL, cxml_silent_words);
    xsltSetGenericErrorFunc(NULL, cxml_silent_words);
}
