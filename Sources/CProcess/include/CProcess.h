// What is settled about the process before its Swift code begins.

// The commit this program was built from; empty where the build got none.
const char *ticketferry_commit(void);
