"""Requests and answers of HTTP/1.1, read wholly before anything is done with them."""


class Message:
    """A request or an answer, read wholly; `start` is empty when the other side has nothing more to say."""

    def __init__(self, stream, greet=lambda: None, bodiless=False):
        self.start = stream.readline()
        self.fields, self.body = [], b""
        while (line := stream.readline()) not in (b"\r\n", b"\n", b""):
            self.fields.append(line)
        if self.field("expect"):
            greet()
        if bodiless:
            return
        if "chunked" in self.field("transfer-encoding"):
            self.body = b"".join(chunks(stream))
        elif length := self.field("content-length"):
            self.body = stream.read(int(length))
            if len(self.body) < int(length):
                raise ConnectionError("half a message")

    def field(self, name):
        found = [line for line in self.fields if line.lower().startswith(name.encode() + b":")]
        return found[0].split(b":", 1)[1].strip().decode("latin-1").lower() if found else ""

    def bytes(self, connection):
        """With a length, whatever it was framed by."""
        dropped = (b"connection:", b"transfer-encoding:", b"content-length:", b"expect:", b"keep-alive:")
        fields = [line for line in self.fields if not line.lower().startswith(dropped)]
        # 204 and 304 have neither body nor length.
        if b" 204 " not in self.start and b" 304 " not in self.start:
            fields.append(b"Content-Length: %d\r\n" % len(self.body))
        return self.start + b"".join(fields) + b"Connection: " + connection + b"\r\n\r\n" + self.body


def chunks(stream):
    while size := int(stream.readline().split(b";")[0], 16):
        yield stream.read(size)
        stream.readline()
    while stream.readline() not in (b"\r\n", b"\n", b""):
        pass
