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
     "why it matters, what we know, the bottom line, background, in summary, summary, in short, "
     "whats next, "
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
     "posted in, todays paper, acceder au contenu, acceder au contenu principal, "
     "passer au contenu, passer au contenu principal, aller a la navigation, "
     "zum hauptinhalt springen, zum hauptinhalt, direkt zum inhalt, "
     "saltar al contenido principal, salta al contenuto, vai al contenuto principale, "
     "pular para o conteudo, ir para o conteudo, ga naar inhoud, ga naar de inhoud, "
     "skip to main, skip ad, skip advertisement, skip this ad, ad, ads, advert, sponsored, "
     "promoted, paid post, partner content, advertorial, "
     "article continues after this advertisement, article continues below this ad, "
     "story continues below this ad, continue reading this story, scroll to continue, "
     "scroll down to continue, click to expand, read full bio, see full bio, show more, "
     "load more, load more comments, see all, view more, see more news, more videos, "
     "recommended videos, related videos, watch more, now playing, up next in video, "
     "autoplay, mute, unmute, full screen, fullscreen, transcript, embed, "
     "share on social media, share on google, share via whatsapp, share by email, "
     "share on telegram, share link, copy url, link copied, copied, "
     "link copied to clipboard, save article, save this article, save for later, "
     "save story, add to favorites, add to bookmarks, bookmark this, gift this article, "
     "gift article, give this article, republish this article, republish, "
     "reprints and permissions, rights and permissions, request permissions, "
     "listen to this article, listen to this story, audio by, "
     "this audio is auto generated, text to speech, increase font size, "
     "decrease font size, a a a, change text size, print version, "
     "printer friendly version, printable version, follow this author, follow this topic, "
     "follow topics, get alerts, turn on notifications, enable notifications, "
     "allow notifications, no thanks, not now, maybe later, close this dialog, dismiss, "
     "i agree, agree and continue, accept and continue, continue without accepting, "
     "learn more about cookies, cookie notice, cookie consent, privacy notice, "
     "privacy settings, privacy and cookies, privacy center, terms of sale, "
     "subscriber agreement, user agreement, code of ethics, ethics policy, "
     "corrections policy, editorial policy, editorial standards, our standards, our team, "
     "our staff, masthead, newsroom, meet the team, submit a tip, send us a tip, "
     "got a tip, have a tip, news tips, submit a letter, submit news, "
     "letters to the editor policy, work with us, work for us, media kit, press room, "
     "subscriber services, customer service, manage subscription, manage my account, "
     "my profile, sign out, log out, create account, create an account, "
     "create a free account, register now, register for free, start your free trial, "
     "start free trial, subscribe for unlimited access, subscribe to continue reading, "
     "subscribe to read more, unlock this article, buy now, shop now, gift subscriptions, "
     "give a gift, group subscriptions, home delivery, e newspaper, digital edition, "
     "print edition, todays edition, past issues, back issues, follow along, "
     "stay connected, connect with us, stay in touch, keep in touch, stay informed, "
     "join us, join now, join today, join the newsletter, sign up now, sign up today, "
     "sign up free, signup, sign up for free, newsletter sign up, newsletter signup, "
     "email address, your email, enter email, submit, i would like to receive offers, "
     "thank you for subscribing, thanks for subscribing, thank you for signing up, "
     "invalid email address, something went wrong, an error occurred, "
     "please try again later, please try again, page not found, javascript is disabled, "
     "skip past newsletter promotion, after newsletter promotion, "
     "privacy preference center, gallery view, view slideshow, slideshow, start slideshow, "
     "view all photos, see photos, show all photos, next slide, previous slide, "
     "next image, previous image, artikel merken, artikel anhoren, artikel verschenken, "
     "artikel kommentieren, auf die merkliste, merkliste, auf facebook teilen, "
     "per email teilen, per mail teilen, per whatsapp teilen, link kopieren, "
     "zur startseite, startseite, zuruck zur startseite, zuruck, nach oben scrollen, "
     "seite teilen, seite versenden, anmelden, abmelden, registrieren, abonnieren, "
     "jetzt abonnieren, jetzt anmelden, jetzt testen, abo, eabo, epaper, weitere artikel, "
     "mehr anzeigen, mehr laden, alle ablehnen, ablehnen, zustimmen, einstellungen, "
     "cookie einstellungen, agb, uber uns, werben, mediadaten, schlagworte, themen, "
     "partager larticle, partager sur facebook, partager sur twitter, copier le lien, "
     "enregistrer, lire plus tard, offrir cet article, ecouter larticle, "
     "suivez nous sur facebook, suivez nous sur twitter, se connecter, connexion, "
     "sinscrire, inscription, sabonner, je mabonne, abonnez vous, decouvrir nos offres, "
     "retour en haut, retour a laccueil, haut de la page, voir plus, afficher plus, "
     "continuer sans accepter, accepter, refuser, parametrer les cookies, "
     "gerer les cookies, politique de confidentialite, conditions generales, "
     "conditions dutilisation, plan du site, nous contacter, qui sommes nous, "
     "compartir en facebook, compartir en twitter, copiar enlace, guardar, escuchar, "
     "iniciar sesion, registrarse, suscribirse, suscribete, volver arriba, ver mas, "
     "cargar mas, aceptar, rechazar, configurar cookies, politica de privacidad, "
     "politica de cookies, terminos y condiciones, quienes somos, siguenos en facebook, "
     "accedi, abbonati, registrati, torna su, accetta, rifiuta, informativa sulla privacy, "
     "chi siamo, contatti, aceitar, recusar, entrar, assine, voltar ao topo, siga nos, "
     "inloggen, abonneren, accepteren, weigeren, meer laden, naar boven"},
    {Hint::Navigation, Extent::Label,
     "share this, share this article, tagged, filed under, posted in, "
     "share or comment on this article, listen and subscribe, follow us, our standards, "
     "categories, category, keywords, hashtags, in this article, read time, lesezeit, "
     "temps de lecture, tiempo de lectura, schlagworte, mots cles, etiquetas, argomenti, "
     "trefwoorden"},
    {Hint::Navigation, Extent::Whole,
     "support us, reuse this content, republish this content, cite this page, "
     "cite this article, how to cite, journal reference, view this email in your browser, "
     "view in browser, view online, view this email online, forward to a friend, "
     "forward this email, email preferences, update your preferences, "
     "update subscription preferences, manage your subscription, open in app, sign up here, "
     "fanposts, fanshots, masthead, breadcrumb, you are here, loading comments, "
     "full story, print friendly, share all sharing options, was this page helpful, "
     "was this article helpful, program guide, "
     "play audio, play all audio, # minute listen, # min listen, # followers, # follower, "
     "# claps, # views, # likes, new # comments, view all # stories, "
     "view all # comments, my watchlist, copy article link, "
     "whatsapp this, save this, for immediate release, media contact, press contact, "
     "free newsletter, free weekly newsletter, weekly newsletter, daily newsletter, "
     "archivado en, en este articulo, hemeroteca, "
     "reserve aux abonnes, article reserve aux abonnes, lecture # min, zum thema, kommentare "
     "lesen, vorlesen, artikel vorlesen"},
    {Hint::Navigation, Extent::Label,
     "explore more on these topics, explore more, primary country, other country, "
     "content format, disaster type, attachments, download report, "
     "share all sharing options for, next up in, in this stream, in this storystream, "
     "related tags, story tags, article tags, journal reference, "
     "mailing address, our mailing address is, filed to"},
    {Hint::Navigation, Extent::Prefix,
     "skip to, jump to, accessibility links, posted in, filed under, tagged, tagged with, read "
     "time"},
    {Hint::Banner, Extent::Prefix,
     "privacy notice : newsletters, was this email forwarded, you are receiving this email, "
     "you are receiving this because, you received this email, you received this because, "
     "this email was sent to, if you no longer wish to receive, to stop receiving, "
     "an official website of, heres how you know, sign up to, keep it clean, "
     "comments reflect, disclaimer : comments, disclaimer : this article is for, "
     "error ! there was, there was an error processing, you have permission to edit, "
     "save articles to read later, enjoyed this story, enjoyed this article, "
     "enjoying this article, liked this story, explore more on, see all from, view all from, "
     "next up in, please contact us for subscription, we use cookies to, this site uses cookies, "
     "this website uses cookies, "
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
     "follow us on, like us on facebook, find us on facebook, download our, "
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
     "report a correction, this site uses akismet, learn how your comment data, "
     "support local journalism, support quality journalism, support independent, "
     "support journalism, help us keep, help support, sign up to get, sign up and get, "
     "sign up below, sign up here, subscribe here, subscribe via, get our, get the news, "
     "get unlimited access, get full access, never miss, dont miss a story, "
     "dont miss out, stay up to date, stay informed with, stay on top of, for more news, "
     "for more stories, for the latest news, for the latest, for unlimited access, "
     "for full access, read the latest, read more at, download the, "
     "join the conversation on, join our, follow us, like our, like us on, "
     "find us on, connect with us on, visit our, check out our, check out more, "
     "listen to our, watch our, tune in to, got a tip, got a story, have a tip, "
     "have a story, do you have a story, do you have a tip, do you know more, "
     "send your tips, send us your, email our newsroom, contact our newsroom, "
     "tell us what, let us know what you think, by subscribing, by signing up, "
     "by entering your email, by registering, by providing your email, we use cookies, "
     "we use your, we value your privacy, we care about your privacy, "
     "we respect your privacy, we and our, we will never share, your privacy is important, "
     "this page uses cookies, this page is protected, this newsletter may contain, "
     "this article may contain affiliate, this post may contain affiliate, "
     "this story may contain affiliate, we may earn, when you purchase through, "
     "if you buy something, if you purchase, if you make a purchase, "
     "as an amazon associate, click here, tap here, to read the full, to view this, "
     "to read more, to unlock, to access, to comment on this, to sign up, to subscribe, "
     "you have reached your, you have # articles, you have # article, youve read, "
     "youve reached, you must be a subscriber, you can now, you need to enable javascript, "
     "only subscribers, subscribers only, for subscribers only, premium content, "
     "exclusive content for, already subscribed, already registered, "
     "already have an account, dont have an account, not a subscriber, not a member, "
     "cookies help us, all quotes delayed, quotes delayed, data delayed, suivez nous sur, "
     "retrouvez toute, retrouvez nous sur, recevez, inscrivez vous a, abonnez vous a, "
     "en cliquant sur, en poursuivant, folgen sie uns auf, melden sie sich, "
     "jetzt newsletter, bestellen sie, mit der anmeldung, siguenos en, recibe, registrate, "
     "seguici su, iscriviti, ricevi, siga nos no, receba, inscreva se, volg ons, "
     "meld je aan, schrijf je in"},
    {Hint::Credit, Extent::Prefix,
     "with additional input from, with additional inputs from, provided by, "
     "with additional information from, with input by"},
    {Hint::Navigation, Extent::Label, "more information, journal information, citation, doi"},
    {Hint::TeaserHead, Extent::Whole,
     "in the headlines, in this section, relevant news, related reads, explore further, "
     "on the same topic, on this topic, latest comments, last comments, recommended stories for "
     "you, "
     "more from this site, top trending, most discussed, most emailed, "
     "most watched news videos, popular this week, whats trending, top videos, "
     "other top news, todays top stories, todays headlines, more top news, news in pictures, "
     "best of the web, sponsored content by, editors pick of the day"},
    {Hint::Banner, Extent::Prefix,
     "thanks for signing, thank you for signing, thanks for sharing, thanks for subscribing, "
     "thank you for subscribing, thank you for sharing, youve successfully, "
     "you have successfully, you are now subscribed, you need to be subscribed, "
     "weve noticed youre, we have noticed that you, we noticed youre, we noticed you are, "
     "please turn off your, please disable your, turn off your ad, if you dont want to subscribe, "
     "help us to fund, by signing up you, by subscribing you, by clicking subscribe, "
     "this is an archived article, this document is subject to copyright, "
     "let us know if there is, your feedback is important, your email address is, "
     "the comments below have been, the views expressed in the contents, "
     "we are no longer accepting comments, we no longer accept comments, "
     "comments posted here, comments are the opinions, opinions expressed in comments, "
     "the content you requested, this content is not available, "
     "if you are interested in licensing, receive essential, receive our, "
     "take international news, need help, enter search term, you can now listen, "
     "all fields must be, fields marked with"},
    {Hint::Navigation, Extent::Whole,
     "story continues, article continues, expand, collapse, expand collapse search, "
     "go to comments, add new comment, jump to comments, share this with friends, subscribed, "
     "type your email, enter search term, remote video url, facebooktwitterwhatsapp, "
     "google preferred source badge, disclaimer, archived in, in this article, "
     "existing user sign in, forget password, "
     "list of # items, list # of #, end of list, skip links, jump directly to the content, "
     "jump to main content, jump to navigation, jump to recipe, pin recipe, print recipe, "
     "accessibility help, accessibility links, accessibility statement, quick links, "
     "breadcrumb trail links, footer links, footer, secondary navigation, primary navigation, "
     "primary sidebar, navigation menu, show search, show navigation, submit search, "
     "search query, search the site, click here to search, all sections, show more sections, "
     "show less, read in app, upgrade to paid, upgrade to premium, manage account, "
     "post navigation, posts navigation, comment navigation, page navigation, "
     "# min read, # minute read, # minutes read, # mins read, estimated # minutes, "
     "estimated # minute, select voice, select language, choose your listening speed, "
     "get email alerts, send me email alerts, add to reading list, reading list, "
     "other ways to share, share options, sharing options, more sharing options, "
     "social sharing, social links, close panel, share page, about sharing, "
     "click to expand image, click to expand, enlarge this image, open this photo in gallery, "
     "open image modal, open full embed in new tab, full screen view, exit fullscreen, "
     "show key events only, show key events, why you can trust us, about this article, "
     "about our coverage, report error, report an issue, report ad, report this advert, "
     "report a problem with this page, report a technical issue, report an editorial error, "
     "editorial code of conduct, editorial complaints, complaints, editorial guidelines, "
     "corrections and clarifications, clarifications and corrections, submit a correction, "
     "submit a news tip, submit feedback, send feedback, send us feedback, "
     "share your feedback, rate this article, rate this page, is this page useful, "
     "comments policy, comment guidelines, comments moderation policy, content policy, "
     "community standards, rules of conduct, code of conduct, social media policy, "
     "privacy statement, privacy rights, cookie statement, legal notice, legal notices, "
     "legal information, disclaimer, copyright notice, terms conditions, terms of website use, "
     "modern slavery statement, tax strategy, ad choices, adchoices, interest based ads, "
     "do not sell or share my personal information, do not sell my info, "
     "do not sell or share my personal data, limit use of my sensitive personal information, "
     "notice of collection, ca notice of collection, california notice at collection, "
     "cookie list, cookie information, manage my cookies, change cookie settings, "
     "mobile apps, our apps, our network, our other sites, our partners, our digital network, "
     "newsletter preferences, email alerts, news alerts, sms alerts, get news alerts, "
     "customer support, help centre, help center, contact information, contact the newsroom, "
     "purchase licensing rights, licensing rights, content licensing, news licensing, "
     "license this content, license our content, reprint permissions, syndication, "
     "news provided by, also available in, all contact info, all news, all topics, all writers, "
     "all authors, all stories, all articles, all videos, view more articles, "
     "read full article, view full article, read article, view original, "
     "get started, learn how, find out how, take our survey, take the survey, "
     "sponsor message, become an npr sponsor, message from our sponsor, become a sponsor, "
     "make a contribution, make contribution, contribute now, give now, donate today, "
     "ways to give, give monthly, support this site, buy me a coffee, become a patron, "
     "reply to comment, load comments, comments are loading, start a conversation, "
     "login to your account below, forgotten password, forgot password, forgot your password, "
     "retrieve your password, remember me, reset password, lost your password, "
     "no result, no results, no results found, view all results, view all result, "
     "entries feed, comments feed, powered by wordpress, powered by wordpresscom, "
     "proudly powered by wordpress, reader interactions, filed under and tagged, "
     "start writing, get the app, get our apps, restack, # restacks, # shares, "
     "play video, video unavailable, play, pause, stop, replay, loaded : #, duration #, "
     "current time #, remaining time #, stream type live, captions off, quality levels, "
     "ad feedback, skip past, x formerly twitter, x twitter, link copied, "
     "related topics and tags, more about, new window, opens in new window, "
     "# of #, photo # of #, image # of #, slide # of #, picture # of #, "
     "video #, # video, audio #, watch #, opens new tab, opens in new tab, external link, this is "
     "an external link"},
    {Hint::Navigation, Extent::Label,
     "advertisement, share via, also available in, related topics, topic, keywords, "
     "follow, explore, available in, filed to, posted under, published in category, "
     "jump to, on this page, in this story"},
    {Hint::Navigation, Extent::Prefix,
     "share this via, share this on, share this by, share via, share to facebook, "
     "share to twitter, share to x, share to whatsapp, share to linkedin, share to pinterest, "
     "share by email, send via, available in english, available in french, "
     "available in spanish, available in arabic, available languages, "
     "this entry was posted, this entry was tagged, this post was tagged, bookmark the permalink, "
     "previous post :, next post :, previous article :, next article :, "
     "page # of #, view all posts by, view all articles by, see all articles by, "
     "more articles by, more stories by, posts by, powered by, site by, website by, "
     "web design by, designed by, theme by, photo #, skip next section, skip section"},
    {Hint::Banner, Extent::Prefix,
     "view this post on the web, view this email in, view this newsletter, "
     "if someone forwarded this, if you were forwarded, forwarded this email, "
     "by continuing to use this website, by clicking submit, by submitting your, "
     "by providing your, get updates on, get email notification, get email updates, "
     "get email alerts, receive email alerts, stay up to date with, stay uptodate on, "
     "stay uptodate with, keep up to date, keep up with the latest, your information is being, "
     "your information will be, your data will be, we will use your, we may use your, "
     "we have sent you, authors and topics you follow, please log in to, please sign in to, "
     "log in to bookmark, when search suggestions, loading external pages, "
     "this service may include, this site is not responsible, is not responsible for the content, "
     "we are not responsible for, this live blog, this blog is now closed, "
     "tried this recipe, did you make this, made this recipe, have you tried this, "
     "if you make this recipe, hungry for more, your tax deductible, your donation, "
     "your contribution, your support, would you like to support, would you consider, "
     "donate to, make a donation to, we rely on, this release contains forward looking, "
     "this press release contains, this news release contains, forward looking statements, "
     "forwardlooking statements, safe harbor statement, cautionary statement, "
     "cautionary note, if you enjoyed this, if you enjoy this, if you liked this, "
     "if you like this, if you find this useful, if you have a story, if you have a tip, "
     "if you spot an error, if you notice an error, if you see a mistake, "
     "found a mistake, spotted an error, see something wrong, "
     "comments on this article have been, comments must, comments will be, "
     "comments that, commenters are, readers are asked, refrain from posting, "
     "you are commenting using, you are using an, you are currently, youre currently, "
     "youre reading, you have no, fill in your details, enter your comment, "
     "to find out more, to learn more about how, to send flowers, to plant, "
     "all content is available under, except where otherwise stated, "
     "reproduction in whole or in part, reproduction without permission, "
     "no part of this, for reprint rights, for permission to, for reprints, for syndication, "
     "want your, have your say, follow the discussion, start your day with, "
     "the best of our, our best stories"},
    {Hint::TeaserHead, Extent::Prefix,
     "most read in, most read on, most popular in, most viewed in, trending in, popular in, "
     "more on, more in, more about, also in, also from this, recommended from, "
     "keep reading in, latest in, latest from, the latest from, top stories in, "
     "read more about, read more on, stories from, stories you may, stories you might, "
     "further reading on"},
    {Hint::TeaserHead, Extent::Whole,
     "more reading, further reading, must watch, must see, also from this source, "
     "related articles and posts, read more stories, read more news, read more articles, "
     "read this too, related pages, related reading, related reports, more reports, "
     "trending videos, popular categories, hot on the web, just in, in the news, "
     "paid partner content, more like this from, what others are reading, "
     "what people are reading, what were reading, readers also read, others also read, "
     "people also read, recent work, more from us, in other news, explore more, "
     "explore more topics, discover more, popular recipes, popular tags, your stories"},
    {Hint::TeaserLine, Extent::Label,
     "subscribers, for subscribers, subscriber exclusive, subscribers only, "
     "subscription required, listen, "
     "related content, more coverage, previous story, next story"},
    {Hint::MenuItem, Extent::Whole,
     "yes, no, write, schedule, schedules, playlist, on air, sms, portfolio, watchlist, "
     "contribute, responses, # comment, # comments, # new, sociedad, sucesos, opinion, lokales, "
     "regionales, vermischtes, home, homepage, news, world, politics, business, opinion, opinions, "
     "sport, sports, "
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
    // Fields of articles exported from databases.
    {Hint::MenuItem, Extent::Prefix,
     "section :, length :, loaddate :, language :, documenttype :, publicationtype :, "
     "journal code :, journalcode :, search terms :, user id :, time of request :, "
     "number of documents :, document id :, accession number :, copyright holder :, "
     "source type :, source attribution :, word count :, edition :, dateline :, issn :, "
     "publication :, publication date :, publication title :, publication info :, "
     "proquest document id :, document url :, place of publication :, job number :"},
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
     "potrebbe interessarti, leia tambem, veja tambem, lees ook, "
     "you might also be interested in, you may also be interested in, "
     "you may be interested in, you might be interested in, you might also enjoy, "
     "also of interest, also on, also in news, also in this section, also in this series, "
     "also see, see also these stories, more in this section, more in this series, "
     "more in this category, more stories for you, more for you, more to read, "
     "more to explore, more coverage, more articles, more headlines, more top stories, "
     "other stories, other news, other articles, other top stories, similar articles, "
     "similar stories, similar posts, similar news, suggested, suggested stories, "
     "suggested for you, suggested articles, suggested posts, keep reading, "
     "continue reading more, next up, next article in, previous and next, read this next, "
     "what to read, must read, must reads, most viewed, most shared, most commented, "
     "most recent, most read stories, most popular stories, most watched, "
     "trending articles, trending news, trending topics, trending on, hot topics, "
     "hot stories, whats hot, whats new, latest articles, latest posts, latest headlines, "
     "latest in news, latest videos, latest updates, recent stories, recent news, "
     "recent headlines, recent comments, top headlines, top news stories, top picks, "
     "top articles, top posts, editors choice, editors pick, editor picks, our picks, "
     "staff picks, featured stories, featured articles, featured posts, featured news, "
     "featured video, featured videos, elsewhere on the web, around the network, "
     "from around the web, you may have missed, you might have missed, in case you missed, "
     "icymi, sponsored links, sponsored posts, promoted content, promoted links, "
     "promoted by, paid partnerships, popular articles, popular news, popular reads, "
     "popular stories now, recommended articles, recommended posts, recommended news, "
     "recommended by, recommended links, recommended content, dont miss these, "
     "dont miss this, watch next, watch now, das konnte dich auch interessieren, "
     "das konnte sie interessieren, konnte sie auch interessieren, auch lesenswert, "
     "weitere meldungen, weitere nachrichten, weitere themen, weitere artikel zum thema, "
     "mehr nachrichten, mehr aus, meistgelesene artikel, meist gelesen, "
     "am haufigsten gelesen, passend dazu, passend zum thema, verwandte artikel, "
     "verwandte themen, empfehlungen, empfohlene artikel, neueste artikel, "
     "aktuelle meldungen, top artikel, vous aimerez aussi, vous pourriez aimer, "
     "vous pourriez aussi aimer, a decouvrir, a decouvrir aussi, dans la meme rubrique, "
     "sur le meme theme, articles lies, articles recents, articles recommandes, "
     "les plus consultes, les plus populaires, plus dinfos, en ce moment, nos articles, "
     "a ne pas manquer, tambien te puede interesar, tambien le puede interesar, "
     "te puede gustar, te recomendamos, le recomendamos, mas noticias, mas informacion, "
     "mas sobre, mas leidas, las mas leidas, mas vistas, lo mas visto, lo ultimo, "
     "ultimas noticias, noticias recientes, articulos recientes, entradas recientes, "
     "entradas relacionadas, potrebbe interessarti anche, ti potrebbe interessare, "
     "i piu letti, piu letti, notizie correlate, ultime notizie, altri articoli, "
     "mais lidas, mais noticias, voce pode gostar, relacionadas, meest gelezen, "
     "meer nieuws, gerelateerde artikelen, gerelateerd, aanbevolen"},
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
     "leia mais, veja tambem, lees ook, las ook, more on this story, more from, "
     "recommended reading, in photos, watch live, also on, you may also like, "
     "you might also like, dont miss it, must watch, must see, from the archives, "
     "from the archive, read full story, read the full story, read full article, "
     "full story, full report, full article, source article, zum thema, lesetipp, "
     "mehr lesen, weiterlesen, auch lesenswert, video zum thema, lire la suite, "
     "lire egalement, lire encore, a lire egalement, notre article, plus dinfos, "
     "ver tambien, ver mas, leer mas, leer tambien, mira tambien, mas informacion, "
     "te recomendamos, le recomendamos, no te pierdas, vedi anche, approfondisci, "
     "saiba mais, confira, confira tambem, leia ainda, lees verder, lees meer, bekijk ook, "
     "zie ook"},
    {Hint::CommentHead, Extent::Whole,
     "discussion about this post, discussion about this, all responses, "
     "house rules, comment rules, commenting rules, rules for comments, "
     "leave a reply, leave a reply cancel reply, leave a comment, "
     "leave a comment cancel reply, leave a response, post a comment, add a comment, "
     "add comment, write a comment, join the discussion, join the conversation, "
     "share your thoughts, share what you think, have your say, "
     "schreiben sie einen kommentar, schreibe einen kommentar, kommentar schreiben, "
     "einen kommentar schreiben, kommentar hinterlassen, kommentare, "
     "laisser un commentaire, commentaires, ajouter un commentaire, deja una respuesta, "
     "deja un comentario, dejar un comentario, comentarios, lascia un commento, "
     "deixe um comentario, deixe uma resposta, geef een reactie, laat een reactie achter, "
     "reacties, leave a comment below, leave your comment, leave your reply, "
     "leave your comments, leave comment, leave reply, write a reply, write your comment, "
     "post your comment, submit your comment, submit a comment, add your comment, "
     "add a reply, start the discussion, start the conversation, join the debate, "
     "join the comments, comment on this story, comment on this article, "
     "comments on this story, comments on this article, discuss this article, "
     "reader comments, readers comments, readers opinions, user comments, "
     "most recent comments, all comments, show discussion, hide comments, view discussion, "
     "what do you think, tell us what you think, your thoughts, your say, "
     "kommentar verfassen, kommentar hinzufugen, kommentar abgeben, ihr kommentar, "
     "ihre meinung, diskutieren sie mit, leserkommentare, antwort hinterlassen, "
     "hinterlasse eine antwort, hinterlassen sie einen kommentar, schreibe eine antwort, "
     "laissez un commentaire, laisser une reponse, poster un commentaire, "
     "votre commentaire, reagir, reagissez, vos reactions, vos commentaires, "
     "escribe un comentario, anadir comentario, agregar comentario, "
     "publicar un comentario, deja tu comentario, dejar una respuesta, cancelar respuesta, "
     "opina, scrivi un commento, commenti, lascia una risposta, deixe seu comentario, "
     "deixe uma mensagem, plaats een reactie, reageer"},
    {Hint::CommentLine, Extent::Prefix,
     "your email address will not be published, required fields are marked, "
     "save my name email, notify me of, you must be logged in to, "
     "you need to be logged in to, log in to leave a comment, log in to comment, "
     "log in to reply, please log in to, be the first to comment, be the first to reply, "
     "comments are closed, comments are moderated, deine email adresse wird nicht, "
     "deine emailadresse wird nicht, ihre emailadresse wird nicht, "
     "erforderliche felder sind, votre adresse email ne sera pas, "
     "votre adresse de messagerie ne sera pas, votre adresse mail ne sera, "
     "les champs obligatoires sont, tu direccion de correo electronico no sera, "
     "los campos obligatorios estan, il tuo indirizzo email non sara, "
     "o seu endereco de email nao sera, this site uses akismet, "
     "learn how your comment data is processed, all comments are, view all comments, "
     "view # comments, sort by newest, the views expressed in the comments, logged in as, "
     "log in or register to, login to comment, login to post, login to leave, "
     "sign in to comment, sign in to leave, sign in to join, sign in to post, "
     "sign in or register to, register to comment, please sign in to, please login to, "
     "please register to, please log in or, please be respectful, please keep comments, "
     "please read our comment, please note that comments, our comment policy, "
     "comment policy, commenting policy, community guidelines, by posting a comment, "
     "by commenting, by submitting a comment, comments have been, comments are subject, "
     "comments are now closed, this conversation is, this discussion is closed, "
     "there are no comments, there are # comments, no comments yet, be the first to leave, "
     "be the first to share, be the first to write, be the first to react, "
     "you may use these html tags, html is not allowed, email me when, notify me by email, "
     "notify me when, forgot your password, forgot password, name required, "
     "email required, mail will not be published, required fields, "
     "du musst angemeldet sein, sie mussen angemeldet sein, um zu kommentieren, "
     "benachrichtige mich, meinen namen, name emailadresse und website, soyez le premier, "
     "soyez la premiere, enregistrer mon nom, prevenez moi, vous devez etre connecte, "
     "debes estar conectado, guarda mi nombre, se el primero en, devi essere connesso, "
     "salva il mio nome, voce precisa, salvar meus dados, je moet ingelogd"},
    {Hint::CommentLine, Extent::Whole,
     "cancel reply, post comment, submit comment, submit, name, email, website, comment, "
     "your name, your email, your comment, your website, antworten abbrechen, "
     "kommentar abschicken, annuler la reponse, cancelar la respuesta, "
     "publicar comentario, nombre, correo electronico, nom, site web, "
     "# comment, comments, newest, oldest, best rated, view all, "
     "be the first to comment, comment required, message, your message, your review, "
     "reply to, write a comment here, type here, sort by, newest first, oldest first, "
     "most liked, top comments, report comment, report abuse, flag comment, reply report, "
     "like reply, up vote, down vote, absenden, senden, envoyer, publier le commentaire, "
     "enviar, enviar comentario, pubblica commento, invia, publicar, verzenden"},
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
     "# day ago, # weeks ago, an hour ago, a day ago, yesterday, listen | #, "
     "about the writer, about this author, about our reporter, guest author, guest writer, "
     "guest columnist, guest contributor, contributor, contributing writer, "
     "freelance writer, freelance reporter, columnist, opinion contributor, "
     "opinion columnist, associate editor, managing editor, deputy editor, "
     "executive editor, editor in chief, assistant editor, digital editor, "
     "digital reporter, online editor, features writer, features editor, health editor, "
     "health reporter, education reporter, education correspondent, crime reporter, "
     "court reporter, transport correspondent, environment correspondent, "
     "environment editor, health correspondent, technology reporter, "
     "technology correspondent, technology editor, economics correspondent, "
     "economics editor, defence correspondent, foreign correspondent, "
     "diplomatic correspondent, political reporter, parliamentary correspondent, "
     "royal correspondent, legal affairs correspondent, arts correspondent, "
     "science correspondent, science reporter, business editor, business correspondent, "
     "city editor, local democracy reporter, senior writer, senior correspondent, "
     "senior editor, chief correspondent, chief reporter, agency reporter, "
     "tribune news service, staff, by staff, news staff, staff report, editorial team, "
     "editorial staff, editorial desk, online desk, digital desk, entertainment desk, "
     "business desk, international desk, national desk, city desk, monitoring desk, "
     "monitoring report, correspondents, our correspondents, from our correspondent, "
     "from our own correspondent, from correspondents, bureau report, bureau, by bureau, "
     "by agencies and staff, written by staff, redaktion, die redaktion, "
     "von unserem korrespondenten, von unserer korrespondentin, la redaction, redaction, "
     "redaccion, la redaccion, redazione, di redazione, da redacao, redacao, redactie, "
     "van onze redactie, just now, moments ago, # mins ago, # min ago, # hrs ago, "
     "# hr ago, # months ago, # years ago, # min, # mins read, # min lesezeit, "
     "# min de lecture, # minutos de lectura, read time # min"},
    {Hint::Byline, Extent::Prefix,
     "view all posts by, all posts by, more by, posted by, heard on, editor :, source :, "
     "a version of this article appears in print, "
     "a version of this article appeared in print, a version of this story, "
     "this article appeared in the, this article was originally published, "
     "this story was originally published, this article first appeared, "
     "originally published, the views expressed in this article, the views expressed here, "
     "the opinions expressed in this, the opinions expressed are, view all articles by, "
     "view profile, see all posts by, read more by, read more from this author, "
     "more stories by, more articles by, more posts by, other posts by, articles by, "
     "posts by, all articles by, all stories by, lesezeit, temps de lecture, "
     "tiempo de lectura, reading time, estimated reading time, von unserem redakteur, "
     "von unserer redakteurin, von unserem mitarbeiter, von unserem reporter, "
     "this story was updated, this story has been updated, this article was updated, "
     "this article has been updated, this post was updated, "
     "this article was first published, this story first appeared, "
     "this story was first published, this story originally appeared, "
     "this article originally appeared, this post originally appeared, "
     "this piece was originally, this article is republished, this article was produced, "
     "reprinted with permission, opinions expressed, opinions expressed by, "
     "the views expressed, the views and opinions, the opinions expressed, views expressed"},
    {Hint::BylineDate, Extent::Prefix,
     "published, published on, published at, updated, updated on, updated at, "
     "last updated, last updated on, last modified, first published, posted, posted on, "
     "posted at, date, date published, modified, created, created on, article published, "
     "story published, release date, on, stand, veroffentlicht, veroffentlicht am, "
     "aktualisiert, aktualisiert am, erstellt am, publie le, publie, mis a jour le, "
     "mis a jour, modifie le, publicado, publicado el, publicado em, actualizado, "
     "actualizado el, atualizado em, pubblicato il, aggiornato il, gepubliceerd op, "
     "gepubliceerd, issued on, as of, published on :, date :, date published :, updated :, "
     "last update, last update :, last updated at, last edited, edited, article updated, "
     "first posted, first published on, first published at, originally published, "
     "posted :, uploaded, aktualisiert :, letzte aktualisierung, zuletzt aktualisiert, "
     "zuletzt geandert, publiziert am, publiziert, erschienen am, erstellt, gepostet am, "
     "datum, publie a, publie le :, mis a jour a, derniere mise a jour, "
     "date de publication, modifie, cree le, fecha, fecha de publicacion, publicada, "
     "publicado :, ultima actualizacion, actualizado a, actualizada, creado, pubblicato, "
     "aggiornato, ultimo aggiornamento, publicado em :, ultima atualizacao, atualizado, "
     "atualizada em, bijgewerkt, bijgewerkt op, laatste update, geplaatst op"},
    {Hint::BylineName, Extent::Prefix,
     "byline :, hosted by, writing by, photographs by, photography by, pictures by, "
     "illustrations by, by, by :, written "
     "by, written by :, reported by, story by, words by, text by, "
     "opinion by, analysis by, review by, column by, commentary by, author, author :, "
     "authors :, posted by, von, par, por, di, door, texto :, texte :, autor :, auteur :, "
     "story and photos by, story and photo by, photos and story by, guest post by, "
     "guest column by, posted by :, published by, contributed by, reported and written by, "
     "updated by, report by, reports by, writer :, writers :, reporter :, journalist :, "
     "contributor :, redige par, ecrit par, propos recueillis par, publie par, "
     "un article de, verfasst von, geschrieben von, ein artikel von, ein beitrag von, "
     "ein kommentar von, eine analyse von, escrito por, texto por, texto de, "
     "redactado por, publicado por, scritto da, a cura di, articolo di, escrito por :, "
     "geschreven door"},
    {Hint::Credit, Extent::Whole,
     "ap photo, photo supplied, file photo, archive photo, supplied photo, photo courtesy, "
     "handout photo, stock photo, getty images, ap photos, file picture, "
     "representational image, representative image, courtesy photo, contributed photo, "
     "submitted photo, archivbild, symbolbild, symbolfoto, file photo reuters, "
     "reuters file photo, ap file photo, photo file, courtesy image, contributed image, "
     "submitted image, illustrative image, illustrative photo, illustration photo, "
     "representative photo, representational photo, representational picture, "
     "photo for representation, image used for representation, twitter screengrab, "
     "screengrab, video screenshot, screenshot, shutterstock, istock, alamy, unsplash, "
     "pixabay, wikimedia commons, creative commons, agencies photo, photo agencies, "
     "photo by author, archivfoto, foto archiv, photo darchives, photo archives, "
     "image dillustration, photo dillustration, foto de archivo, imagen de archivo, "
     "foto darchivio, foto de arquivo, archieffoto"},
    {Hint::Credit, Extent::Prefix,
     "image caption, image source, materials provided by, story source, source : agencies, "
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
     "source : dpa, quelle :, fonte :, file photo :, file picture :, file image :, "
     "in this file photo, this file photo, photo provided by, photos provided by, "
     "image provided by, photo submitted by, photo contributed by, photo taken by, "
     "photo via, image via, photo illustration by, photo illustration, credit photo, "
     "credit photos, credits photo, photo de, photos de, photo du, photographies, foto de, "
     "foto di, foto door, fotos von, foto von, bild von, bildquelle, fotoquelle, "
     "quelle bild, imagen de, fotografia de, immagine di, with reporting from, "
     "with additional reporting by, with additional reporting from, with contributions by, "
     "with files by, with notes from, with ap reports, with agency reports, "
     "with agency input, with agencies inputs, with inputs by, additional reporting from, "
     "further reporting by, reporting and writing by, reported and edited by, "
     "writing and editing by, edited and translated by, edited for, compiled from, "
     "text and photos by, produced and edited by, video producer, based on reporting by, "
     "source reuters, mit informationen von, mit informationen der, mit agenturen, "
     "mit dpa, mit afp, mit reuters, dpa afp, avec agences, avec agence, avec les agences, "
     "avec lagence, avec ap, con informacion de la, con agencia, con efe, con afp, "
     "com agencia, com reuters, com afp, fonte reuters, met informatie van, bron :"},
    {Hint::CreditLabel, Extent::Label,
     "photo, photos, image, images, picture, pictures, pic, pics, credit, credits, "
     "photo credit, image credit, caption, photograph, photographer, graphic, "
     "illustration, foto, fotos, bild, bilder, credit photo, imagen, immagine, imagem, "
     "courtesy, file, video, photo by, photos by, photo caption, photo file, file photo, "
     "photo from, image from, image copyright, image caption, media caption, "
     "video caption, main image, main photo, top image, top photo, cover image, "
     "cover photo, header image, featured image, feature image, lead image, banner image, "
     "thumbnail, photograph by, photo illustration, photography, fotocredit, fotoquelle, "
     "bildquelle, bildunterschrift, bildrechte, foto archiv, legende, credits photo, "
     "fotografia, fotografias, fuente de la imagen, imagenes, pie de foto, credito, "
     "creditos, didascalia, legenda, credito da foto, beeld, bron foto"},
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

}  // namespace

bool is_site_hint(Hint hint) {
    switch (hint) {
        case Hint::Navigation:
        case Hint::MenuItem:
        case Hint::Banner:
        case Hint::TeaserHead:
        case Hint::TeaserHeadWeak:
        case Hint::CommentHead:
        case Hint::CommentLine:
        case Hint::CommentThread:
        case Hint::Copyright:
            return true;
        default:
            return false;
    }
}

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

}  // namespace dateline
