#include "searcher/ranking/stopwords.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>
#include <unordered_set>

namespace dateline {
namespace {

struct Language {
    std::string_view name;
    std::string_view words;  // folded, separated by blanks
};

// Contractions are written as the tokenizer leaves them ("don't" -> dont), but not those that are
// also words: ill, well, shell, hell, were (an auxiliary anyway), shed, wed, id, cant stays out of
// none.
constexpr std::array kLanguages{
    Language{
        "english",
        // articles, determiners, quantifiers
        "a an the this that these those such same other others another each every either neither "
        "both all any some no none more most much many few less least several own "
        // pronouns
        "i me my mine myself we us our ours ourselves you your yours yourself yourselves he him "
        "his himself she her hers herself it its itself they them their theirs themselves one "
        "ones oneself anyone anybody anything someone somebody something everyone everybody "
        "everything nobody nothing anywhere somewhere everywhere nowhere "
        // prepositions
        "about above across after against along among amongst around as at before behind below "
        "beneath beside besides between beyond by concerning despite down during except for from "
        "in inside into like near of off on onto out outside over per regarding since through "
        "throughout till to toward towards under until up upon versus via with within without "
        // conjunctions
        "and or but nor so yet if then else because although though unless whereas while whether "
        "than "
        // auxiliaries
        "be am is are was were been being have has had having do does did doing done can could may "
        "might must shall should will would ought cannot "
        // question words
        "what which who whom whose when where why how whatever whichever whoever whenever wherever "
        // adverbs of degree, time, place and negation
        "not only very too also just even still again ever never always often there here thus "
        "hence therefore however "
        // contractions
        "im youre hes shes theyre ive youve weve theyve youll theyll isnt arent wasnt werent hasnt "
        "havent hadnt doesnt dont didnt wont wouldnt shouldnt couldnt cant mustnt "
        // abbreviations of scholars
        "et al etc ie eg"},
    Language{
        "french",
        "le la les l un une des du de d au aux ce cet cette ces c ca cela ceci celui celle "
        "ceux celles mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs je j me m "
        "moi tu te t toi il elle on se s soi nous vous ils elles lui eux y en qui que qu quoi "
        "dont ou quand comment pourquoi combien quel quelle quels quelles lequel laquelle "
        "lesquels lesquelles et mais donc or ni car si comme lorsque puisque quoique parce a "
        "avec chez contre dans depuis derriere des devant durant entre envers hors jusque "
        "jusqu malgre par parmi pendant pour sans sauf selon sous sur vers ne n pas plus "
        "moins jamais rien aucun aucune tout toute tous toutes tres trop peu aussi encore deja "
        "etre suis es est sommes etes sont etais etait etions etiez etaient fut furent sera "
        "seront serait seraient soit soient ete etant ai as avons avez ont avais avait avions "
        "aviez avaient eut eurent aura auront aurait auraient ait aient eu ayant"},
    Language{
        "german",
        "der die das den dem des ein eine einer eines einem einen kein keine keiner keines "
        "keinem keinen dieser diese dieses diesem diesen jener jene jenes jenem jenen jeder "
        "jede jedes jedem jeden alle aller alles allem allen manche mancher solche solcher "
        "welche welcher welches welchem welchen ich mich mir mein meine meiner meinem meinen "
        "du dich dir dein deine deiner er ihn ihm sein seine seiner seinem seinen sie ihr ihre "
        "ihrer ihrem ihren es wir uns unser unsere unserer euch euer eure man sich wer wen wem "
        "wessen was wann wo wohin woher warum wieso weshalb wie und oder aber denn sondern "
        "sowie als dass ob weil wenn obwohl wahrend bevor nachdem damit an auf aus bei beim "
        "bis durch fur gegen gegenuber hinter im in ins mit nach neben ohne seit trotz uber um "
        "unter vom von vor wegen zu zum zur zwischen am ab nicht nur auch noch schon sehr so "
        "mehr nie immer da dort hier dann also doch ja nein bin bist ist sind seid war waren "
        "wart gewesen sei seien ware waren habe hast hat haben habt hatte hatten gehabt werde "
        "wirst wird werden werdet wurde wurden worden kann konnen konnte konnten muss mussen "
        "musste soll sollen sollte will wollen wollte darf durfen mag mogen"},
    Language{
        "spanish",
        "el la lo los las un una unos unas al del de este esta esto estos estas ese esa eso "
        "esos esas aquel aquella aquello aquellos aquellas mi mis tu tus su sus nuestro "
        "nuestra nuestros nuestras vuestro vuestra yo me mi conmigo te ti contigo ella ello "
        "ellos ellas se si consigo nosotros nosotras nos vosotros vosotras os usted ustedes le "
        "les que quien quienes cual cuales cuyo cuya cuando donde como cuanto cuanta por para "
        "y e o u ni pero sino aunque porque pues mientras a ante bajo con contra desde durante "
        "en entre hacia hasta mediante segun sin sobre tras no muy mas menos tan tanto tambien "
        "tampoco ya todo toda todos todas algo alguien alguno alguna algunos algunas nada "
        "nadie ningun ninguno ninguna otro otra otros otras cada ser soy eres es somos son era "
        "eran fue fueron sera seran seria sido siendo estar estoy esta estan estaba estaban "
        "estado haber he has ha hemos han habia habian hay hubo habra habria"},
    Language{
        "italian",
        "il lo la i gli le l un uno una di del dello della dei degli delle d a al allo alla ai "
        "agli alle da dal dallo dalla dai dagli dalle in nel nello nella nei negli nelle con "
        "col su sul sullo sulla sui sugli sulle per tra fra questo questa questi queste quello "
        "quella quelli quelle mio mia miei mie tuo tua tuoi tue suo sua suoi sue nostro nostra "
        "nostri nostre vostro vostra loro io me mi tu te ti lui lei egli ella esso essa essi "
        "esse noi ci ce voi vi ve si se ne che chi cui quale quali quando dove come perche "
        "quanto quanta e ed o od ma anche pero dunque sebbene mentre non piu meno molto poco "
        "troppo tutto tutta tutti tutte ogni altro altra altri altre nessuno nessuna niente "
        "nulla gia ancora sempre mai essere sono sei e siamo siete era erano fu furono sara "
        "saranno sarebbe stato stata stati state avere ho hai ha abbiamo avete hanno aveva "
        "avevano ebbe avra avrebbe avuto"},
    Language{
        "portuguese",
        "o a os as um uma uns umas de do da dos das em no na nos nas num numa ao aos a as por "
        "pelo pela pelos pelas para com sem sob sobre entre ate desde contra durante este esta "
        "isto estes estas esse essa isso esses essas aquele aquela aquilo aqueles aquelas meu "
        "minha meus minhas teu tua seu sua seus suas nosso nossa nossos nossas eu me mim tu te "
        "ti ele ela eles elas se si nos vos voce voces lhe lhes que quem qual quais cujo cuja "
        "quando onde como porque quanto e ou nem mas porem embora enquanto se nao muito mais "
        "menos tao tambem ja ainda todo toda todos todas tudo algo alguem algum alguma nada "
        "ninguem nenhum nenhuma outro outra outros outras cada ser sou es e somos sao era eram "
        "foi foram sera serao seria sido estar estou esta estao estava estavam ter tenho tem "
        "temos tinha tinham teve haver ha havia houve"},
    Language{
        "dutch",
        "de het een t der des den dit dat deze die zulke elk elke ieder iedere alle alles "
        "enkele sommige geen ik mij me mijn jij je jou jouw u uw hij hem zijn zij ze haar wij "
        "we ons onze jullie hun hen zich men wie wat welk welke waar wanneer waarom hoe en of "
        "maar want dus noch als dan toen omdat hoewel terwijl zodat voordat nadat aan achter "
        "af bij binnen boven buiten door in langs met na naar naast om onder op over per rond "
        "sinds te ten ter tegen tijdens tot tussen uit van vanaf via volgens voor zonder niet "
        "ook nog al zeer heel meer minder nooit altijd er hier daar ja nee ben bent is zijn "
        "was waren geweest word wordt worden werd werden geworden heb hebt heeft hebben had "
        "hadden gehad kan kunnen kon konden moet moeten moest mag mogen mocht wil willen wilde "
        "zal zullen zou zouden"},
};

using WordSet = std::unordered_set<std::string_view>;

const WordSet* words_of(std::string_view language) {
    static const auto sets = [] {
        std::unordered_map<std::string_view, WordSet> result;
        for (const Language& entry : kLanguages) {
            WordSet& set = result[entry.name];
            for (std::size_t at = 0; at < entry.words.size();) {
                const std::size_t blank = std::min(entry.words.find(' ', at), entry.words.size());
                if (blank > at) set.insert(entry.words.substr(at, blank - at));
                at = blank + 1;
            }
        }
        return result;
    }();
    const auto found = sets.find(language);
    return found == sets.end() ? nullptr : &found->second;
}

}  // namespace

std::vector<std::string_view> stop_word_languages() {
    std::vector<std::string_view> names;
    for (const Language& entry : kLanguages)
        names.push_back(entry.name);
    return names;
}

bool is_stop_word(std::string_view language, std::string_view folded) {
    const WordSet* words = words_of(language);
    return words != nullptr && words->count(folded) != 0;
}

std::vector<bool> kept_words(std::string_view language, const std::vector<std::string>& folded) {
    std::vector<bool> kept(folded.size());
    bool any = false;
    for (std::size_t i = 0; i < folded.size(); ++i) {
        kept[i] = !is_stop_word(language, folded[i]);
        any = any || kept[i];
    }
    if (!any) kept.assign(folded.size(), true);
    return kept;
}

}  // namespace dateline
