#include "indexer/cleaning/agencies.h"

#include <algorithm>
#include <array>

namespace dateline {
namespace {

struct Agency {
    std::string_view key;
    std::string_view name;
};

// By key.
// clang-format off
constexpr std::array kAgencies = {
    Agency{"aap", "AAP"}, Agency{"afp", "AFP"}, Agency{"agence france presse", "AFP"},
    Agency{"agence francepresse", "AFP"}, Agency{"agencia efe", "EFE"},
    Agency{"al jazeera", "Al Jazeera"}, Agency{"anadolu", "Anadolu"},
    Agency{"anadolu agency", "Anadolu"}, Agency{"ani", "ANI"}, Agency{"ansa", "ANSA"},
    Agency{"antara", "Antara"}, Agency{"ap", "AP"}, Agency{"apa", "APA"},
    Agency{"associated press", "AP"}, Agency{"bbc", "BBC"}, Agency{"bbc news", "BBC"},
    Agency{"bernama", "Bernama"}, Agency{"bloomberg", "Bloomberg"},
    Agency{"bloomberg news", "Bloomberg"}, Agency{"canadian press", "The Canadian Press"},
    Agency{"cbc news", "CBC"}, Agency{"cna", "CNA"}, Agency{"cnn", "CNN"}, Agency{"cns", "CNS"},
    Agency{"deutsche presse agentur", "dpa"}, Agency{"deutsche presseagentur", "dpa"},
    Agency{"deutsche welle", "DW"}, Agency{"dow jones", "Dow Jones"}, Agency{"dpa", "dpa"},
    Agency{"dpainfocom", "dpa"}, Agency{"dw", "DW"}, Agency{"efe", "EFE"},
    Agency{"europa press", "Europa Press"}, Agency{"ians", "IANS"},
    Agency{"interfax", "Interfax"}, Agency{"irna", "IRNA"}, Agency{"itar tass", "TASS"},
    Agency{"itartass", "TASS"}, Agency{"jiji", "Jiji Press"}, Agency{"jiji press", "Jiji Press"},
    Agency{"kuna", "KUNA"}, Agency{"kyodo", "Kyodo"}, Agency{"kyodo news", "Kyodo"},
    Agency{"lusa", "Lusa"}, Agency{"mena", "MENA"}, Agency{"notimex", "Notimex"},
    Agency{"npr", "NPR"}, Agency{"pa media", "PA Media"}, Agency{"pap", "PAP"},
    Agency{"press association", "PA Media"}, Agency{"press trust of india", "PTI"},
    Agency{"pti", "PTI"}, Agency{"reuter", "Reuters"}, Agency{"reuters", "Reuters"},
    Agency{"ria novosti", "RIA Novosti"}, Agency{"saba", "Saba"}, Agency{"sana", "SANA"},
    Agency{"sid", "SID"}, Agency{"sputnik", "Sputnik"}, Agency{"swns", "SWNS"},
    Agency{"tass", "TASS"}, Agency{"the associated press", "AP"},
    Agency{"the canadian press", "The Canadian Press"}, Agency{"ukrinform", "Ukrinform"},
    Agency{"uni", "UNI"}, Agency{"united press international", "UPI"}, Agency{"upi", "UPI"},
    Agency{"wam", "WAM"}, Agency{"xinhua", "Xinhua"}, Agency{"xinhua news agency", "Xinhua"},
    Agency{"yonhap", "Yonhap"}, Agency{"yonhap news agency", "Yonhap"},
};
// clang-format on

bool ends_word(std::string_view key, std::size_t at) {
    return at == key.size() || key[at] == ' ';
}

}  // namespace

std::string_view agency_name(std::string_view key) {
    const auto* const at = std::find_if(kAgencies.begin(), kAgencies.end(),
                                        [&](const Agency& a) { return a.key == key; });
    return at == kAgencies.end() ? std::string_view() : at->name;
}

std::vector<std::string_view> agency_keys() {
    std::vector<std::string_view> keys;
    for (const Agency& agency : kAgencies) {
        keys.push_back(agency.key);
    }
    return keys;
}

AgencyMatch match_agency(std::string_view key) {
    AgencyMatch best;
    constexpr std::size_t kBegin = 2;  // letters; no key has fewer
    if (key.size() < kBegin || key[0] < 'a' || key[0] > 'z') {
        return best;
    }
    const auto begin = [](const Agency& agency) {
        return static_cast<unsigned char>(agency.key[0]) << 8 |
               static_cast<unsigned char>(agency.key[1]);
    };
    const auto [from, to] =
        std::equal_range(kAgencies.begin(), kAgencies.end(), Agency{key.substr(0, kBegin), ""},
                         [&](const Agency& a, const Agency& b) { return begin(a) < begin(b); });
    for (const auto* agency = from; agency != to; ++agency) {
        const std::size_t length = agency->key.size();
        if (length > best.length && key.starts_with(agency->key) && ends_word(key, length)) {
            best = {agency->name, length};
        }
    }
    return best;
}

}  // namespace dateline
