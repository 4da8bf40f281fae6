"""The patterns of amending clauses as people write them, by language, and the words that name places.

A pattern is a regular expression over a clause in small letters, whose quotations are numbers in ⟦ ⟧. Its macros:

    {P}     a place, or several: "paragraph 3", "points 1 to 2 of paragraph 5"
    {IN}    a place before the act: "in paragraph 3, "
    {OLD}   a quotation of the old text, with the noun that names it and the occurrence
    {NEW}   a quotation of new text
    {BLOCKS} what comes as provisions: quotations with their kinds, or places that are moved
    {TEXTS} the same without kinds, directly behind a place
    {DEL} {INS} {REP} {IS}   verbs

The first pattern that fits a whole clause and whose places can be read counts.
"""

from __future__ import annotations

SPACE = "[\u00a0\u202f]"
SENTENCES = {
    "en": r"(?:the )?(?:first|second|third|last) (?:sentence|line) of ",
    "fr": r"(?:(?:à |dans )?la (?:première|deuxième|seconde|troisième|dernière) phrase (?:du|de) )",
    "es": r"(?:la (?:primera|segunda|tercera|última) (?:frase|oración) (?:del|de) )",
    "ar": r"(?:الجملة (?:الأولى|الثانية|الثالثة|الأخيرة) من )",
}
MOVED = r"\((?:moved|par déplacement|por traslado|بالنقل)\)"
ANY_NEW = rf"(?P<blocks>[^⟦]*⟦\d+⟧.*|[^⟦]*{MOVED}.*)"
MACROS: dict[str, dict[str, str]] = {
    "en": {
        "P": r"(?P<place>[^⟦⟧]+?)",
        "IN": r"(?:(?:in|of|from|at|on|to|amend) )?(?P<place>[^⟦⟧]+?)(?: {IS} amended)?[,:;.]? (?:by )?",
        "INP": r"(?:in|of|from|at|on|to) (?P<place>[^⟦⟧]+?)",
        "PUT": r"(?:insert|substitut|add|replac)(?:e|ing)?",
        "NOUN": r"(?:the )?(?:following )?(?:new )?(?:(?:words?|phrase|expression|term|figure|number|text"
        r"|sentence):? )?",
        "OLD": r"(?:the )?(?:(?P<nth>\w+) (?!sentence|words?|phrase))?(?:(?:occurrence|instance) of )?(?:the )?"
        r"(?:(?:first |second |last )?(?:words?|phrase|expression|term|figure|number|sentence|text):? )?⟦(?P<old>\d+)⟧"
        r"(?P<each>,? (?:wherever|each time|in each place|in both places)[^⟦⟧]*)?",
        "DEL": r"(?:delet(?:e|ing)|leav(?:e|ing) out|strik(?:e|ing)(?: out)?|omit(?:ting)?|remov(?:e|ing)"
        r"|repeal(?:ing)?)",
        "INS": r"(?:insert(?:ing)?|add(?:ing)?)",
        "IS": r"(?:is|are|shall be)(?: hereby)?",
        "REP": r"(?:replac(?:e|ing))",
        "AND": r",? (?:and )?(?:by )?",
        "AS": r"(?: (?:to read|so as to read|to be read))?(?: as follows)?:? ",
        "BLOCK": r"(?:(?:the following|a|an|one)? ?(?:new )?(?:sub)?(?:paragraph|point|article|clause|provision"
        r"|text)s?"
        r"|the following)(?: to read| reading)?(?: as follows)?",
    },
    "fr": {
        "P": r"(?P<place>[^⟦⟧]+?)",
        "INP": r"(?:à l’|à la |à |au |aux |dans le |dans la |dans l’|dans |du |de la |de l’|de )(?P<place>[^⟦⟧]+?)",
        "IN": r"(?:à l’|à la |à |au |aux |dans le |dans la |dans l’|dans |du |de la "
        r"|de l’)?(?P<place>[^⟦⟧]+?) ?[,:;.]? ",
        "NOUN": r"(?:(?:par |aux |au |à la |à |les |le |la |l’|des |du )?"
        r"(?:mots?|termes?|expression|nombre|chiffre|phrase|signe|phrase ainsi rédigée)(?: suivante?s?)? ?:? )?",
        "OLD": r"(?:(?:de |à )?la (?P<nth>\w+) occurrence )?(?:(?:aux |au |à la |à l’|les |le |la |l’|des |du "
        r"|de l’|d’)?"
        r"(?:mots?|termes?|expression|nombre|chiffre|phrase|signe)(?: suivante?s?)? ?:? )?⟦(?P<old>\d+)⟧"
        r"(?P<each>,? (?:partout où|à chaque fois|chaque fois)[^⟦⟧]*)?",
        "DEL": r"(?:supprimer|retirer|biffer|abroger)",
        "INS": r"(?:insérer|ajouter|introduire)",
        "IS": r"(?:est|sont)",
        "REP": r"(?:remplacer)",
        "GONE": r"(?:supprimée?s?|abrogée?s?|retirée?s?)",
        "AS": r"(?: ainsi)?(?: qu’il suit| comme suit)? ?:? ",
        "BLOCK": r"(?:(?:les dispositions suivantes|(?:le|la|un|une|l’)? ?(?:nouvelle |nouveau |nouvel )?"
        r"(?:paragraphe|alinéa|article|point|disposition|texte)(?: suivante?)?|ce qui suit"
        r"|une? (?:paragraphe|alinéa|article|point) \d+)"
        r"(?: nouveau)?(?:,? ?ainsi rédigée?)?)",
    },
    "es": {
        "P": r"(?P<place>[^⟦⟧]+?)",
        "IN": r"(?:en |al |del |a la |de la )?(?P<place>[^⟦⟧]+?)[,:;.]? ",
        "INP": r"(?:en|al|del|de la|de) (?P<place>[^⟦⟧]+?)",
        "NOUN": r"(?:(?:por |con )?(?:la |las |el |lo |los )?(?:siguientes? )?(?:nueva )?"
        r"(?:palabras?|expresión|expresiones|términos?|frase|cifra|oración|voz|texto|siguiente)(?: siguientes?)?:? )?",
        "OLD": r"(?:la (?P<nth>\w+) aparición de )?(?:(?:de )?(?:la |las |el |lo |los )?"
        r"(?:palabras?|expresión|expresiones|términos?|frase|cifra|oración|voz):? )?⟦(?P<old>\d+)⟧"
        r"(?: \((?P<nth_after>\w+) aparición\))?(?P<each>,? (?:cada vez que|en todos los lugares"
        r"|donde aparezca)[^⟦⟧]*)?",
        "DEL": r"(?:se )?(?:suprim(?:e|en|ir|a|an|ase|anse)|suprím(?:ase|anse|ese|ense)|elimin(?:a|an|ar|en)"
        r"|elimín(?:ase|anse|ese|ense)|derog(?:a|an|ar)|deróg(?:ase|anse|uese|uense))",
        "INS": r"(?:se )?(?:insert(?:a|an|ar)|insért(?:ase|ese|ense)|añad(?:e|en|ir)|añád(?:ase|anse|ese)"
        r"|agreg(?:a|an|ar)|agrég(?:ase|uese|anse|uense)|incorpor(?:a|an|ar)|incorpór(?:ase|ese|ense)"
        r"|intercal(?:a|an|ar)|intercál(?:ase|ese|ense)|adicion(?:a|an|ar)|adición(?:ase|ese|ense))",
        "REP": r"(?:se )?(?:sustitu(?:ye|yen|ir)|sustitúy(?:ase|anse|ese|ense)|reemplaz(?:a|an|ar)"
        r"|reempláz(?:ase|anse|ese)|reemplác(?:ese|ense)|cambi(?:a|ar))",
        "MOD": r"(?:se )?(?:modific(?:a|an|ar)|modifíqu(?:ese|ense)|modifíc(?:ase|anse)|reform(?:a|an|ar)"
        r"|refórm(?:ase|ese))",
        "WITH": r"(?:por|con)(?: (?:lo|el texto|el) siguiente)?:? ",
        "AS": r"(?:,? (?:que |para )?(?:queda|quede|quedará|quedando|quedar|pasa a quedar)? ?"
        r"(?:redactad[oa] )?(?:del siguiente modo|de la siguiente (?:manera|forma)|como sigue|así"
        r"|en los siguientes términos)):? ",
        "BLOCK": r"(?:(?:un|una|el|la|los|las)? ?(?:nuev[oa] |siguientes? )?(?:nuev[oa] )?"
        r"(?:párrafos?|apartados?|artículos?|incisos?|puntos?|disposición|texto|siguiente)(?: nuev[oa]| siguiente)?"
        r"|lo siguiente)(?:,? (?:con|del) (?:el siguiente )?(?:texto|tenor)(?: siguiente)?)?",
    },
    "ar": {
        "P": r"(?P<place>[^⟦⟧]+?)",
        "IN": r"(?:في |من |إلى |[يت]عدل |تعديل )?(?P<place>[^⟦⟧]+?)[،:؛.]? ",
        "INP": r"(?:الواردة? )?(?:في|من) (?P<place>[^⟦⟧]+?)",
        "NOUN": r"(?:ب|ال)?(?:(?:كلمة|كلمات|عبارة|لفظ|لفظة|الرقم|رقم|جملة|الجملة|النص|كلمتي)(?: التالية"
        r"| الآتية)?:? )?ـ? ?",
        "OLD": r"(?:ب|ال)?(?:(?:كلمة|كلمات|عبارة|لفظ|لفظة|الرقم|رقم|جملة|الجملة|كلمتي):? )?⟦(?P<old>\d+)⟧"
        r"(?: الواردة? للمرة (?P<nth>\w+))?(?P<each>،? (?:أينما وردت?|حيثما وردت?)[^⟦⟧]*)?",
        "DEL": r"(?:حذف|إلغاء|شطب|[يت]حذف|[يت]لغى|[يت]شطب)",
        "INS": r"(?:إضافة|إدراج|إدخال|[يت]ضاف|[يت]درج|[يت]دخل)",
        "REP": r"(?:الاستعاضة عن|[يت]ستعاض عن|استبدال|[يت]ستبدل)",
        "MOD": r"(?:تعديل|[يت]عدل)",
        "AS": r"(?: نص)? ?(?:[لي]?(?:يصبح|تصبح|يكون|تكون|يقرأ|تقرأ) )?(?:على النحو (?:التالي|الآتي)|كما يلي"
        r"|كالآتي|كالتالي"
        r"|بالنص (?:التالي|الآتي)|بما يلي|بما يأتي|النص (?:التالي|الآتي)|ما يلي):? ",
        "BLOCK": r"(?:(?:ال)?(?:فقرة|بند|مادة|فقرات|نص)(?: (?:ال)?(?:فرعية|جديدة|جديد))?(?: (?:التالية|الآتية"
        r"|التالي|الآتي))?"
        r"(?: (?:الجديدة|الجديد))?(?: (?:التالية|الآتية|التالي|الآتي))?(?: نصها?)?(?: (?:التالي|الآتي|كما يلي"
        r"|ما يلي))?|ما يلي)",
    },
}
for _macros in MACROS.values():
    _macros["NEW"] = _macros["NOUN"] + r"⟦(?P<new>\d+)⟧(?: \((?P<styled>[^()]*(?:\([^()]*\)[^()]*)*)\))?"
    _macros["BLOCKS"] = ANY_NEW
    _macros["TEXTS"] = rf"(?P<blocks>(?:{_macros['BLOCK']} ?:? ?)?⟦\d+⟧.*)"

# A place can stand at each @ of a pattern: before the act, behind its verb, or behind a quotation.
PATTERNS: dict[str, tuple[tuple[str, str], ...]] = {
    "en": (
        ("renumber", r"renumber .*"),
        ("format", r"make .* (?:bold|italic|underlined|struck through|raised|lowered|linked.*)|in .*, make .*"),
        ("format", r"turn .* into .*"),
        ("space", r"in [^⟦⟧]+, (?:after|before) .*, replace (?:the|a|no|nothing|an) [^⟦⟧]* with [^⟦⟧]*"),
        ("replace", r"@{REP}@ {OLD}@ (?:with|by) {NEW}@(?: \(spacing only\))?"),
        ("replace", r"@{DEL},?@ {OLD}@{AND}{PUT} (?:it with |them with )?(?:instead |in lieu thereof )?{NEW}@"),
        ("replace", r"@for {OLD}@,? (?:there (?:is|shall be) )?substitut(?:ed?|ing) {NEW}@"),
        ("replace", r"@substitut(?:e|ing) {NEW} for {OLD}@"),
        ("replace", r"@{OLD}@ {IS} (?:replaced|substituted) (?:by|with) {NEW}@"),
        ("insert after", r"@(?:after|following) {OLD}@,? (?:there (?:is|shall be) )?{INS}(?:ed)?@ {NEW}@"),
        ("insert before", r"@before {OLD}@,? (?:there (?:is|shall be) )?{INS}(?:ed)?@ {NEW}@"),
        ("insert after", r"@{INS} {NEW}@,? (?:immediately )?(?:after|following) {OLD}@"),
        ("insert before", r"@{INS} {NEW}@,? (?:immediately )?before {OLD}@"),
        ("insert after", r"@{NEW} {IS} (?:inserted|added)@ after {OLD}@"),
        ("insert before", r"@{NEW} {IS} (?:inserted|added)@ before {OLD}@"),
        ("delete", r"@{DEL}@,? {OLD}@"),
        ("delete", r"@{OLD}@ {IS} (?:deleted|omitted|removed|struck out|struck|left out)"),
        ("divide", r"split {P} before {OLD}(?:; the second part becomes .*)?"),
        ("join", r"(?:combine|join|merge) {P} (?:and|with) (?P<last>[^⟦⟧]+)"),
        ("move after", r"move {P} to after (?P<near>[^⟦⟧]+)"),
        ("move before", r"move {P} to before (?P<near>[^⟦⟧]+)"),
        ("move at end", r"move {P} to the end of the text"),
        ("put at end", r"at the end of the text,? {INS} {BLOCKS}"),
        ("insert at end", r"at the end of {P},? (?:there (?:is|shall be) )?{INS}(?:ed)? {NEW}"),
        ("insert at end", r"{IN}at (?:the )?end,? {INS} {NEW}"),
        ("insert at start", r"at the (?:beginning|start) of {P},? {INS} {NEW}"),
        ("insert at end", r"{INS} {NEW} (?:at|to) the end of {P}"),
        ("insert at start", r"{INS} {NEW} at the (?:beginning|start) of {P}"),
        ("replace text", r"amend {P},?{AS}{NEW}"),
        ("replace text", r"{P} {IS} amended{AS}{NEW}"),
        ("replace text", r"{P} (?:shall read|should read|to read|reads?|shall be read){AS}{NEW}"),
        ("replace text", r"replace the text of {P} (?:with|by)(?: the following(?: text)?)?:? {NEW}"),
        ("replace blocks", r"{REP} {P} (?:with|by) {BLOCKS}"),
        ("replace blocks", r"{P} {IS} (?:replaced|substituted) (?:with|by) {BLOCKS}"),
        ("replace blocks", r"{DEL} {P}{AND}{PUT} (?:instead|in lieu thereof|in its place)?:? ?{TEXTS}"),
        ("replace blocks", r"for {P},? substitute:? {TEXTS}"),
        ("put after", r"(?:after|following) {P},? (?:there (?:is|shall be) )?{INS}(?:ed)? {BLOCKS}"),
        ("put before", r"before {P},? (?:there (?:is|shall be) )?{INS}(?:ed)? {BLOCKS}"),
        ("put after", r"{INS} {BLOCK},? (?:immediately )?(?:after|following) {P}:? {TEXTS}"),
        ("put before", r"{INS} {BLOCK},? (?:immediately )?before {P}:? {TEXTS}"),
        ("put after", r"{INS},? (?:immediately )?(?:after|following) {P},? {TEXTS}"),
        ("put before", r"{INS},? (?:immediately )?before {P},? {TEXTS}"),
        ("put after", r"{BLOCK}(?: {IS} (?:inserted|added))?,? (?:after|following) {P}:? {TEXTS}"),
        ("put before", r"{BLOCK} {IS} (?:inserted|added),? before {P}:? {TEXTS}"),
        ("delete block", r"(?:by )?{DEL} {P}"),
        (
            "delete block",
            r"{P}(?:,|:| {IS}) (?:deleted?|omit(?:ted)?|removed?|repealed|struck out|left out|leave out)",
        ),
    ),
    "fr": (
        ("renumber", r"renuméroter .*"),
        ("format", r".*modifier la présentation .*|transformer .* en .*"),
        ("space", r"(?:à|au) [^⟦⟧]+, (?:après|avant) .*, remplacer (?:l’|une?|le|aucune) ?[^⟦⟧]* par [^⟦⟧]*"),
        ("replace", r"@{REP}@ {OLD}@ par {NEW}@(?: \(espaces seulement\))?"),
        ("replace", r"@substituer@ {OLD}@,? {NEW}@"),
        ("replace", r"{IN}à la (?P<nth>\w+) occurrence du mot ⟦(?P<old>\d+)⟧, substituer {NEW}"),
        ("replace", r"@{OLD}@,? {IS} (?:remplacée?s? par|substituée?s? par) {NEW}@"),
        ("replace", r"@{DEL}@ {OLD}@(?: et|,) {INS} {NEW}@"),
        ("replace", r"@au lieu (?:de|du|des) ?:? ?{OLD}@,? lire ?:? {NEW}@"),
        ("insert after", r"@après {OLD}@,? {INS}@ {NEW}@"),
        ("insert before", r"@avant {OLD}@,? {INS}@ {NEW}@"),
        ("insert after", r"@{INS}@ {NEW}@,? après {OLD}@"),
        ("insert before", r"@{INS}@ {NEW}@,? avant {OLD}@"),
        ("insert after", r"{INS},? {INP},? après {OLD},? {NEW}"),
        ("insert before", r"{INS},? {INP},? avant {OLD},? {NEW}"),
        ("insert after", r"@après {OLD}@,? (?:{IS}|il est) (?:insérée?s?|ajoutée?s?)@ {NEW}@"),
        ("insert before", r"@avant {OLD}@,? (?:{IS}|il est) (?:insérée?s?|ajoutée?s?)@ {NEW}@"),
        ("insert after", r"@{NEW} {IS} (?:insérée?s?|ajoutée?s?)@ après {OLD}@"),
        ("insert before", r"@{NEW} {IS} (?:insérée?s?|ajoutée?s?)@ avant {OLD}@"),
        ("delete", r"@{DEL}@ {OLD}@"),
        ("delete", r"@{OLD}@,? {IS} {GONE}"),
        ("divide", r"scinder {P} avant {OLD}(?: ?; la seconde partie devient .*)?"),
        ("join", r"(?:réunir|fusionner) {P} et (?P<last>[^⟦⟧]+)"),
        ("move after", r"déplacer {P} après (?P<near>[^⟦⟧]+)"),
        ("move before", r"déplacer {P} avant (?P<near>[^⟦⟧]+)"),
        ("move at end", r"déplacer {P} à la fin du texte"),
        ("put at end", r"à la fin du texte,? {INS} {BLOCKS}"),
        ("insert at end", r"à la fin (?:du |de la |de l’|de |des ){P},? {INS} {NEW}"),
        ("insert at end", r"il est (?:ajouté|inséré),? à la fin (?:du |de la |de l’|de |des ){P},? {NEW}"),
        ("insert at start", r"au début (?:du |de la |de l’|de |des ){P},? {INS} {NEW}"),
        ("insert at end", r"{INS} {NEW},? à la fin (?:du |de la |de l’|de |des ){P}"),
        ("insert at end", r"compléter {P} par (?:une )?{NEW}"),
        ("insert at end", r"{P} {IS} complétée?s? par (?:une )?{NEW}"),
        ("replace text", r"rédiger ainsi {P} ?:? {NEW}"),
        ("replace text", r"(?:rédiger|modifier) {P}(?: ainsi| comme suit)(?: qu’il suit)? ?:? {NEW}"),
        ("replace text", r"{P} {IS} (?:ainsi rédigée?s?|rédigée?s?|modifiée?s?|ainsi modifiée?s?){AS}{NEW}"),
        ("replace text", r"{P} se lit{AS}{NEW}"),
        (
            "replace text",
            r"{REP} le texte (?:du |de la |de l’|de ){P} par(?: le texte suivant| ce qui suit)? ?:? {NEW}",
        ),
        ("replace blocks", r"{P} {IS} remplacée?s? par {BLOCKS}"),
        ("replace blocks", r"{REP} {P} par {BLOCKS}"),
        ("put after", r"après {P},? (?:il est |est )?(?:{INS}|insérée?|ajoutée?) {BLOCKS}"),
        ("put before", r"avant {P},? (?:il est |est )?(?:{INS}|insérée?|ajoutée?) {BLOCKS}"),
        ("put after", r"(?:il est )?(?:{INS}|insérée?|ajoutée?),? après {P},? {TEXTS}"),
        ("put before", r"(?:il est )?(?:{INS}|insérée?|ajoutée?),? avant {P},? {TEXTS}"),
        ("put after", r"(?:il est )?(?:{INS}|insérée?|ajoutée?) {BLOCK},? après {P} ?:? {TEXTS}"),
        ("put before", r"(?:il est )?(?:{INS}|insérée?|ajoutée?) {BLOCK},? avant {P} ?:? {TEXTS}"),
        ("put after", r"{BLOCK}(?: {IS} (?:insérée?|ajoutée?))?,? après {P} ?:? {TEXTS}"),
        ("delete block", r"{DEL} {P}"),
        ("delete block", r"{P} {IS} {GONE}"),
        ("delete block", r"{P} ?: {DEL}"),
    ),
    "es": (
        ("renumber", r"se renumeran .*"),
        ("format", r".*se cambia el formato .*|se convierte .* en .*"),
        ("space", r"en [^⟦⟧]+, (?:después|antes) de .*, se sustituye (?:el|un|una|ningún|la) [^⟦⟧]* por [^⟦⟧]*"),
        ("replace", r"@{REP}@ {OLD}@ por {NEW}@(?: \(solo espacios\))?"),
        (
            "replace",
            r"@donde (?:dice|se lee):? {OLD}[.,;]? (?:debe decir|dirá|diga|léase|debe leerse|se leerá):? {NEW}@",
        ),
        ("replace", r"@{DEL}@ {OLD}@ (?:y|e) {INS} {NEW}@"),
        ("insert after", r"@(?:después|a continuación) de {OLD}@,? {INS}@ {NEW}@"),
        ("insert before", r"@antes de {OLD}@,? {INS}@ {NEW}@"),
        ("insert after", r"{INS},? {INP},? (?:después|a continuación) de {OLD},? {NEW}"),
        ("insert before", r"{INS},? {INP},? antes de {OLD},? {NEW}"),
        ("insert after", r"@{INS}@ {NEW}@,? (?:después|a continuación) de {OLD}@"),
        ("insert before", r"@{INS}@ {NEW}@,? antes de {OLD}@"),
        ("delete", r"@{DEL}@ {OLD}@"),
        ("divide", r"se divide {P} antes de {OLD}(?:; la segunda parte pasa a ser .*)?"),
        ("join", r"(?:se unen|únanse|unir) {P} y (?P<last>[^⟦⟧]+)"),
        ("move after", r"se trasladan? {P} después (?:del|de) (?P<near>[^⟦⟧]+)"),
        ("move before", r"se trasladan? {P} antes (?:del|de) (?P<near>[^⟦⟧]+)"),
        ("move at end", r"se trasladan? {P} al final del texto"),
        ("put at end", r"al final del texto,? {INS} {BLOCKS}"),
        ("insert at end", r"al final (?:del|de la|de) {P},? {INS} {NEW}"),
        ("insert at start", r"al (?:principio|comienzo|inicio) (?:del|de la|de) {P},? {INS} {NEW}"),
        ("insert at end", r"{INS},? al final (?:del|de la|de) {P},? {NEW}"),
        ("insert at end", r"{INS} {NEW},? al final (?:del|de la|de) {P}"),
        ("replace text", r"(?:el texto (?:del |de la |de )|el |la )?{P} (?:queda|quedará|pasa a quedar){AS}{NEW}"),
        ("replace text", r"(?:el |la )?{P} (?:dirá|debe decir|dice|se leerá)(?: lo siguiente| así)?:? {NEW}"),
        ("replace text", r"{MOD} (?:el texto (?:del |de la |de ))?{P}{AS}{NEW}"),
        ("replace text", r"{REP} el texto (?:del|de la|de) {P} {WITH}{NEW}"),
        ("replace blocks", r"{REP} {P} {WITH}{BLOCKS}"),
        ("replace blocks", r"{REP} {P} por {BLOCKS}"),
        ("put after", r"(?:después|a continuación) (?:del|de la|de) {P},? {INS} {BLOCKS}"),
        ("put before", r"antes (?:del|de la|de) {P},? {INS} {BLOCKS}"),
        ("put after", r"{INS},? (?:después|a continuación) (?:del|de la|de) {P},? {TEXTS}"),
        ("put before", r"{INS},? antes (?:del|de la|de) {P},? {TEXTS}"),
        ("put after", r"{INS} {BLOCK},? (?:después|a continuación) (?:del|de la|de) {P}(?:{AS}|:? ){TEXTS}"),
        ("put before", r"{INS} {BLOCK},? antes (?:del|de la|de) {P}(?:{AS}|:? ){TEXTS}"),
        ("put after", r"{BLOCK},? (?:después|a continuación) (?:del|de la|de) {P}:? {TEXTS}"),
        ("put after", r"{INS} como (?:párrafo|apartado|artículo|punto) siguiente (?:al|a la) {P} {TEXTS}"),
        ("delete block", r"{DEL} {P}"),
        ("delete block", r"{P}: {DEL}"),
    ),
    "ar": (
        ("renumber", r"إعادة ترقيم .*"),
        ("format", r".*تغيير تنسيق .*|تحويل .* إلى .*"),
        ("space", r"في [^⟦⟧]+، (?:بعد|قبل) .*، الاستعاضة عن (?:ال)?(?:مسافة|لا|المسافة|عدم)[^⟦⟧]*"),
        ("replace either", r"@ب?(?:[يت]ستبدل|استبدال)@ {OLD}@ {NEW}@"),
        ("replace", r"@ب?{REP}@ {OLD}@ {NEW}@(?: \(المسافات فقط\))?"),
        ("replace", r"@[يت]حل {NEW}@ محل {OLD}@"),
        ("insert after", r"@ب?{INS}@ {NEW}@ بعد {OLD}@"),
        ("insert before", r"@ب?{INS}@ {NEW}@ قبل {OLD}@"),
        ("insert after", r"@بعد {OLD}@،? {INS}@ {NEW}@"),
        ("insert before", r"@قبل {OLD}@،? {INS}@ {NEW}@"),
        ("delete", r"@ب?{DEL}@ {OLD}@"),
        ("divide", r"تقسيم {P} قبل {OLD}(?:؛ وتحويل الجزء الثاني إلى .*)?"),
        ("join into", r"ضم {P} إلى (?P<last>[^⟦⟧]+)"),
        ("move after", r"نقل {P} إلى ما بعد (?P<near>[^⟦⟧]+)"),
        ("move before", r"نقل {P} إلى ما قبل (?P<near>[^⟦⟧]+)"),
        ("move at end", r"نقل {P} إلى نهاية النص"),
        ("put at end", r"في نهاية النص،? {INS} {BLOCKS}"),
        ("insert at end", r"(?:في|إلى) (?:نهاية|آخر) {P}،? {INS} {NEW}"),
        ("insert at start", r"في (?:بداية|أول) {P}،? {INS} {NEW}"),
        ("insert at end", r"{INS} (?:في|إلى) (?:نهاية|آخر) {P} {NEW}"),
        ("insert at end", r"{INS} {NEW} (?:في|إلى) (?:نهاية|آخر) {P}"),
        ("replace text", r"{REP}? ?(?:ب)?نص {P}{AS}{NEW}"),
        ("replace text", r"{MOD} (?:نص )?{P}{AS}{NEW}"),
        ("replace text", r"(?:[يت]صبح|[يت]قرأ|[يت]كون) (?:نص )?{P}{AS}{NEW}"),
        ("replace blocks", r"{REP} {P}(?: بما يلي| بما يأتي):? {BLOCKS}"),
        ("replace blocks", r"{REP} {P}{AS}{BLOCKS}"),
        ("put after", r"بعد {P}،? {INS} {BLOCKS}"),
        ("put before", r"قبل {P}،? {INS} {BLOCKS}"),
        ("put after", r"{INS} بعد {P} {TEXTS}"),
        ("put before", r"{INS} قبل {P} {TEXTS}"),
        ("put after", r"(?:{INS} )?{BLOCK} بعد {P}:? {TEXTS}"),
        ("put before", r"{INS} {BLOCK} قبل {P}:? {TEXTS}"),
        ("delete block", r"{DEL} {P}"),
        ("delete block", r"{P}: {DEL}"),
    ),
}

# What a place is called; None for a noun that says nothing of the kind: any provision may be called an article.
NOUNS: dict[str, dict[str, str]] = {
    "en": {
        "paragraph": "paragraph paragraphs para paras subparagraph subparagraphs",
        "heading": "heading headings",
        "title": "title",
        "quotation": "quotation quotations",
        "table": "table tables",
        "point": "point points item items letter",
        "": "article articles clause clauses section sections provision provisions",
    },
    "fr": {
        "paragraph": "paragraphe paragraphes",
        "line": "alinéa alinéas",
        "heading": "titre titres",
        "title": "titre intitulé",
        "quotation": "citation citations",
        "table": "tableau tableaux",
        "point": "point points lettre",
        "": "article articles section sections disposition dispositions",
    },
    "es": {
        "paragraph": "párrafo párrafos apartado apartados",
        "line": "inciso incisos",
        "heading": "título títulos",
        "title": "título",
        "quotation": "cita citas",
        "table": "cuadro cuadros",
        "point": "punto puntos letra letras",
        "": "artículo artículos sección secciones disposición disposiciones cláusula cláusulas",
    },
    "ar": {
        "paragraph": "الفقرة الفقرات الفقرتين الفقرتان فقرة الفرعية",
        "heading": "العنوان العناوين",
        "title": "العنوان",
        "quotation": "الاقتباس الاقتباسات",
        "table": "الجدول الجداول",
        "point": "البند البنود البندين النقطة النقاط الحرف",
        "": "المادة المواد المادتين",
    },
}
OF = {"en": "of", "fr": "du de des d", "es": "del de", "ar": "من"}
TO = {"en": "to", "fr": "à au", "es": "a al", "ar": "إلى"}
AND = {"en": "and", "fr": "et", "es": "y e", "ar": "و"}
# Words of places that say nothing.
THE = {"en": "the no number", "fr": "le la les l n numéro", "es": "el la los las núm número", "ar": "رقم"}
# First to tenth, as they stand beside nouns in each gender.
PLACES = {
    "en": "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth",
    "fr": "premier première|deuxième second seconde|troisième|quatrième|cinquième|sixième|septième|huitième"
    r"|neuvième|dixième",
    "es": "primero primera primer|segundo segunda|tercero tercera tercer|cuarto cuarta|quinto quinta|sexto sexta"
    "|séptimo séptima|octavo octava|noveno novena|décimo décima",
    "ar": "الأولى الأول|الثانية الثاني|الثالثة الثالث|الرابعة الرابع|الخامسة الخامس|السادسة السادس|السابعة السابع"
    "|الثامنة الثامن|التاسعة التاسع|العاشرة العاشر",
}
# What a list can say before each act.
PROPOSED = (
    r"(?:it is |we )?propose[ds]? (?:to |that )?|il est proposé (?:de |d’)|(?:nous )?proposons (?:de |d’)"
    r"|se propone |proponemos |(?:يقترح|نقترح) "
)
# What counts the clauses of a list.
LIST_MARK = (
    r"\s*(?:[-–—•·▪*]\s+|\(?(?:\d{1,3}|[a-z]|[ivx]{1,4}|[أابجدهوزحطي])\s*(?:[.)°º]+\s*|[-–]\s+)[-–]?\s*"
    r"|(?:uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez)\.\s+|(?:أولا|ثانيا|ثالثا|رابعا|خامسا)\s*[:.-]\s*)"
)
