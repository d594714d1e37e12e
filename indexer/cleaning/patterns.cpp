#include "indexer/cleaning/patterns.h"

#include <algorithm>
#include <array>
#include <bitset>

#include "indexer/cleaning/lines.h"

namespace dateline {
namespace {

// How much of a line's key a phrase must be.
enum class Extent : std::uint8_t {
    Whole,   // all of it
    Label,   // all of it, or followed by ":" or "|"
    Prefix,  // the first words
};

struct Group {
    Hint hint;
    Extent extent;
    std::string_view phrases;
};

// Phrases parted by commas, which no key holds. English first; other languages where a phrase is
// certain. Accents are folded, "ß" is "ss".
constexpr Group kGroups[] = {
    {Hint::Content, Extent::Label,
     "key takeaways, key takeaway, key points, key facts, highlights, at a glance, "
     "correction, corrections, clarification, editors note, editor note, why this matters, "
     "why it matters, what we know, the bottom line, background, in summary, summary, "
     "auf einen blick, lessentiel, en bref, claves"},
    {Hint::Navigation, Extent::Whole,
     "skip to content, skip to main content, skip to navigation, skip navigation, "
     "skip to footer, jump to content, zum inhalt springen, zur navigation springen, "
     "aller au contenu, aller au contenu principal, saltar al contenido, ir al contenido, "
     "vai al contenuto, advertisement, advertisements, advertising, "
     "article continues below, article continues after advertisement, "
     "story continues below, story continues below advertisement, "
     "story continues after advertisement, continue reading below, sponsored content, "
     "paid content, anzeige, werbung, publicite, publicidad, pubblicita, supported by, "
     "continue reading the main story, continue reading, back to top, return to top, "
     "nach oben, haut de page, share this, share this article, share this story, "
     "share this post, share this page, share this with, share on facebook, "
     "share on twitter, share on x, share on linkedin, share on whatsapp, share on reddit, "
     "share on pinterest, share via email, share article, share story, tweet this, pin it, "
     "copy link, email this, email this article, email a friend, print this, "
     "print this page, print this article, print article, send by email, like this, "
     "like loading, click to share, shares, # shares, # share, view comments, "
     "show comments, read comments, show all comments, report a typo, report an error, "
     "report a correction or typo, report this ad, order reprints, request reprint, "
     "sign up for our newsletter, subscribe to our newsletter, "
     "subscribe to our newsletters, subscribe to newsletter, get our newsletter, "
     "newsletter abonnieren, zum newsletter, sinscrire a la newsletter, "
     "sabonner a la newsletter, enter your email, enter your email address, "
     "your email address, subscribe now, subscribe today, subscribe for free, "
     "become a member, become a subscriber, donate now, make a donation, "
     "support our journalism, support independent journalism, download our app, "
     "download the app, get the app, get our app, add as preferred source, follow us, "
     "follow us on, folgen sie uns, suivez nous, siguenos, seguici, watch live, "
     "listen live, play video, watch video, video player is loading, "
     "this is a modal window, current time #, click here to watch the video, "
     "click to enlarge, enlarge image, view gallery, image gallery, photo gallery, "
     "open gallery, open image in gallery, hide caption, toggle caption, "
     "toggle navigation, toggle menu, close menu, open menu, main menu, go to homepage, "
     "previous post, next post, older post, newer post, older posts, newer posts, "
     "previous article, next article, previous story, next story, vorheriger artikel, "
     "nachster artikel, article precedent, article suivant, articulo anterior, "
     "articulo siguiente, privacy policy, terms of use, terms of service, "
     "terms and conditions, cookie policy, cookie settings, cookie preferences, "
     "your privacy choices, do not sell my personal information, accept all, reject all, "
     "accept cookies, accept all cookies, reject all cookies, manage preferences, "
     "manage cookies, manage consent, i accept, alle akzeptieren, "
     "alle cookies akzeptieren, tout accepter, tout refuser, aceptar todo, "
     "aceptar cookies, datenschutz, impressum, mentions legales, aviso legal, "
     "all rights reserved, alle rechte vorbehalten, tous droits reserves, "
     "todos los derechos reservados, advertise with us, contact us, about us, site map, "
     "sitemap, view this post on instagram, loading, please enable javascript, "
     "unsubscribe, already a subscriber log in, already a subscriber sign in, "
     "log in to continue, artikel drucken, artikel teilen, seite drucken, partager, "
     "partager cet article, imprimer, condividi, compartir, compartilhe, compartilhar, "
     "delen, deel dit artikel, imprimir, stampa, sign up, more in news, filed under, "
     "posted in, todays paper"},
    {Hint::Navigation, Extent::Label,
     "share this, share this article, tagged, filed under, posted in, "
     "share or comment on this article, listen and subscribe, follow us"},
    {Hint::Navigation, Extent::Prefix, "posted in, filed under, tagged, tagged with, read time"},
    {Hint::Banner, Extent::Prefix,
     "we use cookies to, this site uses cookies, this website uses cookies, "
     "our website uses cookies, we and our partners, by continuing to browse, "
     "by continuing to use this site, by using this site you agree, wir verwenden cookies, "
     "diese website verwendet cookies, diese webseite verwendet cookies, "
     "nous utilisons des cookies, ce site utilise des cookies, utilizamos cookies, "
     "este sitio web utiliza cookies, este sitio usa cookies, questo sito utilizza cookie, "
     "sign up for our, sign up to our, sign up for the, sign up to receive, "
     "subscribe to our, subscribe to the, subscribe today, subscribe now, subscribe for, "
     "get the headlines, get the latest, get breaking news, get the best of, "
     "be the first to get, be the first to know, you can unsubscribe, "
     "unsubscribe at any time, join our whatsapp, join our telegram, join our newsletter, "
     "follow us on, like us on facebook, find us on facebook, join us on, download our, "
     "click to share on, click here to, share on whatsapp, partager sur, compartir en, "
     "compartilhar no, teilen auf, auf facebook teilen, suscribete a, suscribase a, "
     "abonnieren sie, abonnez vous, inscrivez vous, iscriviti alla, "
     "this article is for subscribers, this content is for subscribers, "
     "this story is for subscribers, already a subscriber, already a member, "
     "you have # free, you have read, thank you for reading, thanks for reading, "
     "support our, if you value our, if you value independent, "
     "please consider making a donation, please consider subscribing, to continue reading, "
     "delivered to your inbox, this site is protected by recaptcha, "
     "this page requires javascript, please enable javascript, please turn on javascript, "
     "your browser does not support, transcripts are created on a rush deadline, "
     "report a correction"},
    {Hint::MenuItem, Extent::Whole,
     "home, homepage, news, world, politics, business, opinion, opinions, sport, sports, "
     "weather, entertainment, lifestyle, life, culture, arts, travel, technology, tech, "
     "science, health, education, economy, markets, money, local, local news, national, "
     "international, obituaries, classifieds, jobs, careers, video, videos, photos, "
     "podcasts, subscribe, log in, login, sign in, register, my account, search, menu, "
     "sections, close, share, facebook, twitter, x, email, print, whatsapp, linkedin, "
     "reddit, telegram, instagram, youtube, pinterest, tumblr, flipboard, rss, tweet, pin, "
     "copy, link, save, bookmark, comments, comment, no comments, contact, about, "
     "advertise, help, faq, archive, archives, newsletter, newsletters, e edition, "
     "eedition, epaper, trending, latest, latest news, most read, most popular, "
     "breaking news, breaking, live, more, facebooktwitterlinkedin, facebooktwitter, "
     "facebooktwitteremail, next, previous, back, top, reply, like, likes, follow, listen, "
     "watch, gallery, tags, topics, games, magazine, food, autos, real estate, startseite, "
     "politik, wirtschaft, kultur, panorama, teilen, drucken, merken, suche, accueil, "
     "politique, societe, economie, recherche, inicio, politica, economia, deportes, "
     "cultura, buscar, privacy, terms, accept, decline, reject, ok, got it, edition, "
     "us edition, uk edition, all, events, community, letters, editorial, editorials, "
     "columns, features, blogs, shop, donate, subscribers, support, staff, press, imprint, "
     "cookies, accessibility, recommend, font size, text size, a a, listen to article, "
     "newest, oldest, best rated"},
    {Hint::MenuItem, Extent::Label, "trending, topics, tags, categories, category"},
    {Hint::TeaserHead, Extent::Whole,
     "check also, related articles, related stories, related story, related article, "
     "related posts, related post, related news, related content, related coverage, "
     "related links, related topics, you may also like, you might also like, you may like, "
     "you might like, you may also enjoy, recommended for you, recommended stories, "
     "recommended reading, recommended, more stories, more news, more from this author, "
     "more from this section, more like this, more on this story, more on this topic, "
     "more on this, also read, read also, see also, read next, up next, what to read next, "
     "most read, most popular, popular posts, popular stories, popular now, recent posts, "
     "recent articles, trending now, trending stories, latest stories, top stories, "
     "editors picks, dont miss, in case you missed it, from our partners, "
     "sponsored stories, promoted stories, around the web, from the web, mehr zum thema, "
     "lesen sie auch, das konnte sie auch interessieren, auch interessant, meistgelesen, "
     "ahnliche artikel, a lire aussi, lire aussi, sur le meme sujet, articles similaires, "
     "les plus lus, lea tambien, lee tambien, te puede interesar, noticias relacionadas, "
     "articulos relacionados, lo mas leido, leggi anche, articoli correlati, "
     "potrebbe interessarti, leia tambem, veja tambem, lees ook"},
    {Hint::TeaserHead, Extent::Prefix,
     "more from, more stories from, more news from, read more from"},
    {Hint::TeaserHeadWeak, Extent::Whole,
     "related, read more, more, see more, more stories, latest, top news, learn more, "
     "read the full story, read full story, read the full story here, read full article, "
     "read the full article, full story, trending, weiterlesen, lire la suite, leer mas, "
     "tags"},
    {Hint::TeaserLine, Extent::Label,
     "read more, read also, also read, must read, read next, read this, related, "
     "related story, related stories, related article, related articles, related news, "
     "related video, see also, see more, check also, also see, also watch, more, "
     "more on this, watch, watch also, watch video, dont miss, recommended, trending now, "
     "in case you missed it, icymi, further reading, suggested reading, tags, topics, "
     "lesen sie auch, lesen sie mehr, lesen sie hier, lesen sie dazu, mehr dazu, "
     "mehr zum thema, siehe auch, auch interessant, a lire aussi, lire aussi, a lire, "
     "lire, voir aussi, a voir aussi, lea tambien, lee tambien, lea mas, "
     "te puede interesar, le puede interesar, leggi anche, guarda anche, leia tambem, "
     "leia mais, veja tambem, lees ook, las ook"},
    {Hint::CommentHead, Extent::Whole,
     "leave a reply, leave a reply cancel reply, leave a comment, "
     "leave a comment cancel reply, leave a response, post a comment, add a comment, "
     "add comment, write a comment, join the discussion, join the conversation, "
     "share your thoughts, share what you think, have your say, "
     "schreiben sie einen kommentar, schreibe einen kommentar, kommentar schreiben, "
     "einen kommentar schreiben, kommentar hinterlassen, kommentare, "
     "laisser un commentaire, commentaires, ajouter un commentaire, deja una respuesta, "
     "deja un comentario, dejar un comentario, comentarios, lascia un commento, "
     "deixe um comentario, deixe uma resposta, geef een reactie, laat een reactie achter, "
     "reacties"},
    {Hint::CommentLine, Extent::Prefix,
     "your email address will not be published, required fields are marked, "
     "save my name email, notify me of, you must be logged in to, "
     "you need to be logged in to, log in to leave a comment, log in to comment, "
     "log in to reply, please log in to, be the first to comment, be the first to reply, "
     "comments are closed, comments are moderated, commenting is, "
     "deine email adresse wird nicht, deine emailadresse wird nicht, "
     "ihre emailadresse wird nicht, erforderliche felder sind, "
     "votre adresse email ne sera pas, votre adresse de messagerie ne sera pas, "
     "votre adresse mail ne sera, les champs obligatoires sont, "
     "tu direccion de correo electronico no sera, los campos obligatorios estan, "
     "il tuo indirizzo email non sara, o seu endereco de email nao sera, "
     "this site uses akismet, learn how your comment data is processed, all comments are, "
     "view all comments, view # comments, sort by newest, "
     "the views expressed in the comments"},
    {Hint::CommentLine, Extent::Whole,
     "cancel reply, post comment, submit comment, submit, name, email, website, comment, "
     "your name, your email, your comment, your website, antworten abbrechen, "
     "kommentar abschicken, annuler la reponse, cancelar la respuesta, "
     "publicar comentario, nombre, correo electronico, nom, site web, comments #, "
     "# comments, # comment, comments, newest, oldest, best rated, view all, "
     "be the first to comment"},
    {Hint::CommentThread, Extent::Prefix,
     "# responses to, one response to, # response to, # thoughts on, one thought on, "
     "# thought on, # comments on, # comment on, one comment on, # replies to"},
    {Hint::CommentThread, Extent::Whole,
     "# comments, # responses, # replies, comments #, # kommentare, # commentaires, "
     "# comentarios"},
    {Hint::Byline, Extent::Whole,
     "updated on, new update, updated, published on, posted on, last updated, "
     "last modified, our correspondent, by our correspondent, our reporter, "
     "by our reporter, our special correspondent, special correspondent, staff reporter, "
     "by staff reporter, by staff reports, staff reports, staff writer, by staff writer, "
     "by staff writers, staff writers, our staff reporter, by our staff reporter, "
     "staff correspondent, news desk, web desk, by news desk, by web desk, "
     "sports reporter, sports desk, sports writer, by sports desk, news reporter, "
     "reporter, correspondent, senior reporter, political correspondent, "
     "business reporter, science editor, news editor, political editor, about the author, "
     "about the authors, written by, reported by, by admin, by editor, by the editors, "
     "by editorial board, the editorial board, from wire reports, from staff reports, "
     "wire reports, agencies, by agencies, uber den autor, sobre el autor, "
     "a propos de lauteur, von unserer redaktion, von redaktion, # min read, "
     "# minute read, # minutes read, # hours ago, # hour ago, # minutes ago, # days ago, "
     "# day ago, # weeks ago, an hour ago, a day ago, yesterday, listen | #"},
    {Hint::Byline, Extent::Prefix,
     "view all posts by, all posts by, more by, posted by, heard on, editor :, source :, "
     "a version of this article appears in print, "
     "a version of this article appeared in print, a version of this story, "
     "this article appeared in the, this article was originally published, "
     "this story was originally published, this article first appeared, "
     "originally published, the views expressed in this article, the views expressed here, "
     "the opinions expressed in this, the opinions expressed are, view all articles by"},
    {Hint::BylineDate, Extent::Prefix,
     "published, published on, published at, updated, updated on, updated at, "
     "last updated, last updated on, last modified, first published, posted, posted on, "
     "posted at, date, date published, modified, created, created on, article published, "
     "story published, release date, on, stand, veroffentlicht, veroffentlicht am, "
     "aktualisiert, aktualisiert am, erstellt am, publie le, publie, mis a jour le, "
     "mis a jour, modifie le, publicado, publicado el, publicado em, actualizado, "
     "actualizado el, atualizado em, pubblicato il, aggiornato il, gepubliceerd op, "
     "gepubliceerd, issued on, as of"},
    {Hint::BylineName, Extent::Prefix,
     "by, by :, written by, written by :, reported by, story by, words by, text by, "
     "opinion by, analysis by, review by, column by, commentary by, author, author :, "
     "authors :, posted by, von, par, por, di, door, texto :, texte :, autor :, auteur :"},
    {Hint::Credit, Extent::Whole,
     "ap photo, photo supplied, file photo, archive photo, supplied photo, photo courtesy, "
     "handout photo, stock photo, getty images, ap photos, file picture, "
     "representational image, representative image, courtesy photo, contributed photo, "
     "submitted photo, archivbild, symbolbild, symbolfoto"},
    {Hint::Credit, Extent::Prefix,
     "with files from, with inputs from, with input from, with agency inputs, "
     "with additional reporting, with reporting by, with material from, "
     "with information from, with wire reports, with contributions from, inputs from, "
     "with agencies, with ap, with reuters, with afp, reporting by, "
     "additional reporting by, edited by, editing by, writing by, compiled by, "
     "translated by, photo by, photos by, photograph by, photographs by, photography by, "
     "image by, images by, picture by, pictures by, video by, graphic by, illustration by, "
     "interview by, cover photo by, photo credit, image credit, picture credit, "
     "image source, image courtesy, photo courtesy, ap photo, file photo, "
     "mit material von, mit agenturmaterial, mit material der, avec afp, avec reuters, "
     "con informacion de, con informacion, com informacoes, com agencias, con agencias, "
     "con notizie, quelle : dpa, fuente :, source : reuters, source : ap, source : afp, "
     "source : dpa, quelle :, fonte :"},
    {Hint::CreditLabel, Extent::Label,
     "photo, photos, image, images, picture, pictures, pic, pics, credit, credits, "
     "photo credit, image credit, caption, photograph, photographer, graphic, "
     "illustration, foto, fotos, bild, bilder, credit photo, imagen, immagine, imagem, "
     "courtesy, file, video"},
    {Hint::Copyright, Extent::Prefix, "copyright"},
};

struct Phrase {
    std::string_view text;
    Hint hint;
    Extent extent;
};

// The phrases by text, and which first words of a phrase occur at all: most lines end there.
struct PhraseTable {
    static constexpr std::size_t kBits = 16;

    std::vector<Phrase> phrases;
    std::bitset<1U << kBits> wholes;  // by hash of each phrase
    std::bitset<1U << kBits> heads;   // by hash of the first one, two, … words of each phrase

    PhraseTable() {
        for (const Group& group : kGroups) {
            for (std::size_t at = 0; at < group.phrases.size();) {
                const std::size_t comma =
                    std::min(group.phrases.find(", ", at), group.phrases.size());
                const std::string_view text = group.phrases.substr(at, comma - at);
                at = comma + 2;
                phrases.push_back({text, group.hint, group.extent});
                wholes.set(slot(text));
                for (std::size_t stop = 0; stop < text.size();) {
                    stop = std::min(text.find(' ', stop + 1), text.size());
                    heads.set(slot(text.substr(0, stop)));
                }
            }
        }
        std::stable_sort(phrases.begin(), phrases.end(),
                         [](const Phrase& a, const Phrase& b) { return a.text < b.text; });
    }

    static std::size_t slot(std::string_view text) { return line_hash(text) >> (64 - kBits); }
};

const PhraseTable& phrase_table() {
    static const PhraseTable table;
    return table;
}

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

HintMatch match_hint(std::string_view key) {
    const PhraseTable& table = phrase_table();
    HintMatch best;
    // Longer phrases are more exact, so the last that fits wins; at equal length a whole line does.
    for (std::size_t stop = 0; stop < key.size();) {
        stop = std::min(key.find(' ', stop + 1), key.size());
        const std::string_view head = key.substr(0, stop);
        const std::size_t slot = PhraseTable::slot(head);
        if (!table.heads.test(slot)) {
            break;
        }
        if (!table.wholes.test(slot)) {
            continue;
        }
        auto at = std::lower_bound(table.phrases.begin(), table.phrases.end(), head,
                                   [](const Phrase& a, std::string_view b) { return a.text < b; });
        HintMatch found;
        bool whole = false;
        for (; at != table.phrases.end() && at->text == head; ++at) {
            const std::string_view rest = key.substr(stop);
            const bool fits = at->extent == Extent::Whole ? rest.empty()
                              : at->extent == Extent::Label
                                  ? rest.empty() || rest.starts_with(" :") || rest.starts_with(" |")
                                  : true;
            if (fits && (found.hint == Hint::None || (at->extent == Extent::Whole && !whole))) {
                const std::size_t delimiter =
                    rest.starts_with(" :") || rest.starts_with(" |") ? 2 : 0;
                found = {at->hint, stop + delimiter};
                whole = at->extent == Extent::Whole;
            }
        }
        if (found.hint != Hint::None) {
            best = found;
        }
    }
    return best;
}

Hint line_hint(std::string_view key) {
    return match_hint(key).hint;
}

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
    if (key.empty() || key[0] < 'a' || key[0] > 'z') {
        return best;
    }
    const auto [from, to] =
        std::equal_range(kAgencies.begin(), kAgencies.end(), Agency{key.substr(0, 1), ""},
                         [](const Agency& a, const Agency& b) { return a.key[0] < b.key[0]; });
    for (const auto* agency = from; agency != to; ++agency) {
        const std::size_t length = agency->key.size();
        if (length > best.length && key.starts_with(agency->key) && ends_word(key, length)) {
            best = {agency->name, length};
        }
    }
    return best;
}

}  // namespace dateline
