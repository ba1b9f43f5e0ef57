#define CCURL_SHIM 1
