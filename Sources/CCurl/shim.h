#ifndef CCURL_SHIM_H
#define CCURL_SHIM_H

// What is used of libcurl, declared here so that no -dev package is needed to build. The numbers belong to
// libcurl's ABI, frozen since libcurl.so.4 (2006). Needs libcurl 7.65 or newer (CURLOPT_MAXAGE_CONN).
// Reference: https://curl.se/libcurl/c/allfuncs.html

#include <stddef.h>
#include <stdint.h>
#include <time.h>

typedef struct curl_easy CURL;
typedef struct curl_multi CURLM;
struct curl_slist;

typedef struct CURLMsg {
  int msg;
  CURL *easy_handle;
  union {
    void *whatever;
    int result;
  } data;
} CURLMsg;

/// libcurl's wish for one socket, and for the next time-out in milliseconds (-1 for none). Both return 0.
typedef int (*curl_socket_callback)(CURL *easy, int socket, int wish, void *context, void *unused);
typedef int (*curl_timer_callback)(CURLM *multi, long milliseconds, void *context);

/// Reads or writes `size * count` bytes and returns how many it took; anything else ends the transfer.
typedef size_t (*curl_data_callback)(char *bytes, size_t size, size_t count, void *context);

extern int curl_global_init(long flags);
extern time_t curl_getdate(const char *text, const time_t *unused);

extern CURL *curl_easy_init(void);
extern void curl_easy_reset(CURL *easy);
extern void curl_easy_cleanup(CURL *easy);
extern int curl_easy_setopt(CURL *easy, int option, ...);
extern int curl_easy_getinfo(CURL *easy, int info, ...);
extern const char *curl_easy_strerror(int code);

extern CURLM *curl_multi_init(void);
extern int curl_multi_cleanup(CURLM *multi);
extern int curl_multi_setopt(CURLM *multi, int option, ...);
extern int curl_multi_add_handle(CURLM *multi, CURL *easy);
extern int curl_multi_remove_handle(CURLM *multi, CURL *easy);
extern int curl_multi_socket_action(CURLM *multi, int socket, int events, int *running);
extern CURLMsg *curl_multi_info_read(CURLM *multi, int *left);
extern const char *curl_multi_strerror(int code);

extern struct curl_slist *curl_slist_append(struct curl_slist *list, const char *line);
extern void curl_slist_free_all(struct curl_slist *list);

#define CURL_GLOBAL_ALL 3
#define CURL_ERROR_SIZE 256
#define CURL_READFUNC_ABORT 0x10000000
#define CURLMSG_DONE 1

// Options that take a long.
#define CURLOPT_LOW_SPEED_LIMIT 19
#define CURLOPT_LOW_SPEED_TIME 20
#define CURLOPT_NOBODY 44
#define CURLOPT_POST 47
#define CURLOPT_FOLLOWLOCATION 52
#define CURLOPT_FRESH_CONNECT 74
#define CURLOPT_FORBID_REUSE 75
#define CURLOPT_HTTPGET 80
#define CURLOPT_HTTP_VERSION 84
#define CURLOPT_NOSIGNAL 99
#define CURLOPT_CONNECTTIMEOUT_MS 156
#define CURLOPT_PROTOCOLS 181
#define CURLOPT_PATH_AS_IS 234
#define CURLOPT_SUPPRESS_CONNECT_HEADERS 265
#define CURLOPT_MAXAGE_CONN 288
#define CURLMOPT_MAXCONNECTS 6

// For the sockets.
#define CURLMOPT_SOCKETDATA 10002
#define CURLMOPT_TIMERDATA 10005
#define CURLMOPT_SOCKETFUNCTION 20001
#define CURLMOPT_TIMERFUNCTION 20004
#define CURL_SOCKET_TIMEOUT -1
#define CURL_POLL_IN 1
#define CURL_POLL_OUT 2
#define CURL_POLL_REMOVE 4
#define CURL_CSELECT_IN 1
#define CURL_CSELECT_OUT 2
#define CURL_CSELECT_ERR 4

// Values of the above.
#define CURL_HTTP_VERSION_1_1 2
#define CURL_HTTP_VERSION_2 3
#define CURL_HTTP_VERSION_2TLS 4
#define CURLPROTO_HTTP_AND_HTTPS 3

// Options that take text, a pointer, a callback or a 64-bit length.
#define CURLOPT_WRITEDATA 10001
#define CURLOPT_URL 10002
#define CURLOPT_READDATA 10009
#define CURLOPT_ERRORBUFFER 10010
#define CURLOPT_USERAGENT 10018
#define CURLOPT_HTTPHEADER 10023
#define CURLOPT_HEADERDATA 10029
#define CURLOPT_CUSTOMREQUEST 10036
#define CURLOPT_CAINFO 10065
#define CURLOPT_ACCEPT_ENCODING 10102
#define CURLOPT_WRITEFUNCTION 20011
#define CURLOPT_READFUNCTION 20012
#define CURLOPT_HEADERFUNCTION 20079
#define CURLOPT_POSTFIELDSIZE_LARGE 30120

#define CURLINFO_RESPONSE_CODE 0x200002
#define CURLINFO_HEADER_SIZE 0x20000B
#define CURLINFO_REQUEST_SIZE 0x20000C
#define CURLINFO_SSL_VERIFYRESULT 0x20000D
#define CURLINFO_HTTP_CONNECTCODE 0x200016
#define CURLINFO_NUM_CONNECTS 0x20001A
#define CURLINFO_HTTP_VERSION 0x20002E
#define CURLINFO_SIZE_UPLOAD_T 0x600007
#define CURLINFO_SIZE_DOWNLOAD_T 0x600008
#define CURLINFO_PRETRANSFER_TIME_T 0x600035

// Swift calls no variadic function, so each kind of argument has a wrapper.
static inline int ccurl_set_long(CURL *easy, int option, long value) {
  return curl_easy_setopt(easy, option, value);
}
static inline int ccurl_set_length(CURL *easy, int option, int64_t value) {
  return curl_easy_setopt(easy, option, value);
}
static inline int ccurl_set_text(CURL *easy, int option, const char *value) {
  return curl_easy_setopt(easy, option, value);
}
static inline int ccurl_set_pointer(CURL *easy, int option, void *value) {
  return curl_easy_setopt(easy, option, value);
}
static inline int ccurl_set_list(CURL *easy, int option, struct curl_slist *value) {
  return curl_easy_setopt(easy, option, value);
}
static inline int ccurl_set_callback(CURL *easy, int option, curl_data_callback value) {
  return curl_easy_setopt(easy, option, value);
}
static inline int ccurl_multi_set_long(CURLM *multi, int option, long value) {
  return curl_multi_setopt(multi, option, value);
}
static inline void ccurl_multi_set_sockets(CURLM *multi, curl_socket_callback watch, curl_timer_callback time,
                                           void *context) {
  curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, watch);
  curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, context);
  curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, time);
  curl_multi_setopt(multi, CURLMOPT_TIMERDATA, context);
}
/// 0 when libcurl does not know.
static inline long ccurl_get_long(CURL *easy, int info) {
  long value = 0;
  return curl_easy_getinfo(easy, info, &value) == 0 ? value : 0;
}
/// 0 when libcurl does not know.
static inline int64_t ccurl_get_length(CURL *easy, int info) {
  int64_t value = 0;
  return curl_easy_getinfo(easy, info, &value) == 0 ? value : 0;
}

#endif
