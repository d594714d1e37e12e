// What e-mails encode so that it passes as ASCII: words of headers (RFC 2047) and bodies (RFC
// 2045).
#pragma once

#include <string>
#include <string_view>

namespace dateline {

// Whether a line parts the messages of a mailbox: "From lia@x.example Wed May  1 10:00:00 2024".
bool is_mailbox_mark(std::string_view line);

// A message of a mailbox as it was: without the line above it and the ">" before lines that would
// be such.
std::string message_of_mailbox(std::string_view bytes);

// "=?UTF-8?Q?Caf=C3=A9?= in port" as "Café in port". What is no encoded word stays as it is.
std::string decode_encoded_words(std::string_view value);

// A parameter of a header's value: "utf-8" of `text/plain; charset="utf-8"` for "charset". Empty if
// there is none.
std::string header_parameter(std::string_view value, std::string_view name);

struct MailBody {
    std::string bytes;
    std::string charset;  // as declared; may be empty
    bool html = false;
};

// The text of a body with these headers (either may be empty), its transfer encoding undone: of
// several parts the first that is plain text, else the first HTML page. Parts in parts are looked
// into four levels deep.
MailBody read_mail_body(std::string_view body, std::string_view content_type,
                        std::string_view transfer_encoding);

}  // namespace dateline
