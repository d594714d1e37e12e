#include "indexer/readers/charset.h"

#include <algorithm>
#include <cerrno>

#include <iconv.h>
#include <uchardet/uchardet.h>

#include "common/text.h"

namespace dateline {
namespace {

// With fewer bytes beyond ASCII than this a detector guesses at random among the Latin charsets.
constexpr std::size_t kLeastForDetection = 16;

std::string plain_name(std::string_view charset) {
    std::string name;
    for (const char c : charset.substr(0, 40)) {
        const bool usable = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '-' ||
                            c == '_' || c == ':' || c == '.';
        if (c >= 'a' && c <= 'z') {
            name += static_cast<char>(c - 'a' + 'A');
        } else if (usable) {
            name += c;
        }
    }
    // As browsers do: what calls itself Latin-1 or ASCII is mostly the superset.
    if (name == "ISO-8859-1" || name == "ISO8859-1" || name == "LATIN1" || name == "LATIN-1" ||
        name == "US-ASCII" || name == "ASCII") {
        return "WINDOWS-1252";
    }
    return name == "UTF8" ? "UTF-8" : name;
}

void blank_nuls(DecodedText& decoded) {
    const auto nuls = std::count(decoded.text.begin(), decoded.text.end(), '\0');
    if (nuls == 0) return;
    std::replace(decoded.text.begin(), decoded.text.end(), '\0', ' ');
    if (!decoded.warning.empty()) decoded.warning += "; ";
    decoded.warning += std::to_string(nuls) + (nuls == 1 ? " NUL byte was read as a blank"
                                                         : " NUL bytes were read as blanks");
}

std::size_t count_high(std::string_view bytes) {
    return static_cast<std::size_t>(std::count_if(
        bytes.begin(), bytes.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; }));
}

}  // namespace

void append_utf8(char32_t code_point, std::string& out) {
    const auto byte = [&](char32_t value) { out += static_cast<char>(value); };
    if (code_point < 0x80) {
        byte(code_point);
    } else if (code_point < 0x800) {
        byte(0xc0 | (code_point >> 6));
        byte(0x80 | (code_point & 0x3f));
    } else if (code_point < 0x10000) {
        byte(0xe0 | (code_point >> 12));
        byte(0x80 | ((code_point >> 6) & 0x3f));
        byte(0x80 | (code_point & 0x3f));
    } else {
        byte(0xf0 | (code_point >> 18));
        byte(0x80 | ((code_point >> 12) & 0x3f));
        byte(0x80 | ((code_point >> 6) & 0x3f));
        byte(0x80 | (code_point & 0x3f));
    }
}

char utf16_mark(std::string_view bytes) {
    if (bytes.starts_with("\xff\xfe")) return 'L';
    if (bytes.starts_with("\xfe\xff")) return 'B';
    return 0;
}

char utf16_without_mark(std::string_view bytes) {
    constexpr std::size_t kEnough = 4096;
    constexpr std::size_t kLeast = 8;
    bytes = bytes.substr(0, std::min(bytes.size(), kEnough) & ~std::size_t{1});
    if (bytes.size() < kLeast) return 0;
    std::size_t nuls[2] = {};
    for (std::size_t at = 0; at < bytes.size(); ++at)
        nuls[at % 2] += bytes[at] == '\0';
    const std::size_t units = bytes.size() / 2;
    constexpr std::size_t kFew = 50;
    const auto mostly = [&](std::size_t high, std::size_t low) {
        return high * 2 > units && low * kFew <= units;
    };
    return mostly(nuls[1], nuls[0]) ? 'L' : mostly(nuls[0], nuls[1]) ? 'B' : '\0';
}

bool looks_binary(std::string_view bytes) {
    constexpr std::size_t kLeast = 8;
    constexpr std::size_t kShare = 25;  // one in so many; of random bytes it is one in nine
    const auto controls =
        static_cast<std::size_t>(std::count_if(bytes.begin(), bytes.end(), [](char c) {
            const auto byte = static_cast<unsigned char>(c);
            // Breaks of lines and pages are text, and ISO-2022 has escapes.
            return byte < 0x20 && !(byte >= '\t' && byte <= '\r') && byte != 0x1b;
        }));
    return controls >= kLeast && controls * kShare > bytes.size();
}

void Utf16Decoder::put(char32_t code_point, std::string& out) {
    append_utf8(code_point, out);
}

void Utf16Decoder::unit(unsigned value, std::string& out) {
    constexpr char32_t kReplacement = 0xfffd;
    const bool low = value >= 0xdc00 && value < 0xe000;
    if (high_ != 0) {
        const unsigned high = high_;
        high_ = 0;
        if (low) {
            put(0x10000 + ((high - 0xd800) << 10) + (value - 0xdc00), out);
            return;
        }
        ++replaced_;
        put(kReplacement, out);
    }
    if (value >= 0xd800 && value < 0xdc00) {
        high_ = value;
    } else if (low) {
        ++replaced_;
        put(kReplacement, out);
    } else if (value != 0xfeff) {
        put(value, out);
    }
}

void Utf16Decoder::decode(std::string_view bytes, std::string& out) {
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        if (!half_) {
            first_ = byte;
        } else {
            unit(big_endian_ ? static_cast<unsigned>(first_ << 8 | byte)
                             : static_cast<unsigned>(byte << 8 | first_),
                 out);
        }
        half_ = !half_;
    }
}

void Utf16Decoder::finish(std::string& out) {
    if (high_ != 0 || half_) {
        ++replaced_;
        put(0xfffd, out);
    }
    high_ = 0;
    half_ = false;
}

bool convert_charset(std::string_view bytes, std::string_view charset, std::string& out) {
    out.clear();
    const std::string name = plain_name(charset);
    if (name.empty()) return false;
    iconv_t converter = iconv_open("UTF-8", name.c_str());
    // NOLINTNEXTLINE(performance-no-int-to-ptr): iconv's own way to say that it failed
    if (converter == reinterpret_cast<iconv_t>(-1)) return false;
    std::string input(bytes);  // iconv's interface is not const
    char* from = input.data();
    std::size_t left = input.size();
    char buffer[1 << 14];
    bool good = true;
    for (bool flushing = false;;) {
        char* to = buffer;
        std::size_t room = sizeof buffer;
        const std::size_t result = flushing ? iconv(converter, nullptr, nullptr, &to, &room)
                                            : iconv(converter, &from, &left, &to, &room);
        out.append(buffer, sizeof buffer - room);
        if (result == static_cast<std::size_t>(-1)) {
            if (errno == E2BIG) continue;
            good = false;
            break;
        }
        if (flushing) break;
        flushing = true;
    }
    iconv_close(converter);
    if (!good || !is_valid_utf8(out)) {
        out.clear();
        return false;
    }
    return true;
}

std::string detect_charset(std::string_view bytes) {
    constexpr std::size_t kEnough = std::size_t{1} << 20;
    uchardet_t detector = uchardet_new();
    uchardet_handle_data(detector, bytes.data(), std::min(bytes.size(), kEnough));
    uchardet_data_end(detector);
    std::string charset = uchardet_get_charset(detector);
    uchardet_delete(detector);
    return charset;
}

DecodedText decode_text(std::string_view bytes, std::string_view declared) {
    DecodedText decoded;
    decoded.charset = "UTF-8";
    if (const char mark = utf16_mark(bytes); mark != 0) {
        Utf16Decoder decoder(mark == 'B');
        decoder.decode(bytes.substr(2), decoded.text);
        decoder.finish(decoded.text);
        decoded.charset = "UTF-16";
        if (decoder.replaced() > 0) {
            decoded.warning = std::to_string(decoder.replaced()) +
                              " characters are not valid UTF-16 and were replaced";
        }
        blank_nuls(decoded);
        return decoded;
    }
    if (bytes.starts_with("\xef\xbb\xbf")) bytes.remove_prefix(3);
    const std::string name = plain_name(declared);
    // ISO-2022 and the like are valid as UTF-8, too: they are believed when declared.
    if (is_valid_utf8(bytes) && !name.starts_with("ISO-2022") && !name.starts_with("HZ")) {
        decoded.text = bytes;
        blank_nuls(decoded);
        return decoded;
    }
    if (!name.empty() && name != "UTF-8" && !name.starts_with("UTF-16") &&
        !name.starts_with("UTF-7") && convert_charset(bytes, name, decoded.text)) {
        decoded.charset = name;
        blank_nuls(decoded);
        return decoded;
    }
    std::size_t repaired = 0;
    std::string repaired_text = to_valid_utf8(bytes, &repaired);
    const std::size_t high = count_high(bytes);
    const bool mostly_utf8 = repaired * 5 < high;
    if (!mostly_utf8 && high >= kLeastForDetection) {
        const std::string detected = detect_charset(bytes);
        if (!detected.empty() && detected != "UTF-8" && detected != "ASCII" &&
            detected != "WINDOWS-1252" && detected != "ISO-8859-1" &&
            convert_charset(bytes, detected, decoded.text)) {
            decoded.charset = detected;
            decoded.warning = "the text is not UTF-8; read as " + detected + ", as detected";
            blank_nuls(decoded);
            return decoded;
        }
    }
    decoded.text = std::move(repaired_text);
    if (!mostly_utf8) decoded.charset = "WINDOWS-1252";
    decoded.warning = std::to_string(repaired) + " bytes are not UTF-8; read as Windows-1252";
    const auto nuls = std::count(bytes.begin(), bytes.end(), '\0');
    if (nuls > 0) decoded.warning += ", NUL bytes as blanks";
    return decoded;
}

}  // namespace dateline
