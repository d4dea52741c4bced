<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source>Answer 1 question</source>
        <translation>1 Frage beantworten</translation>
    </message>
    <message>
        <source>Answer {0} questions</source>
        <translation>{0} Fragen beantworten</translation>
    </message>
    <message>
        <source>Round {0} waits for your labels.</source>
        <translation>Runde {0} wartet auf Ihre Annotationen.</translation>
    </message>
    <message>
        <source>Check 1 image again</source>
        <translation>1 Bild erneut prüfen</translation>
    </message>
    <message>
        <source>Check {0} images again</source>
        <translation>{0} Bilder erneut prüfen</translation>
    </message>
    <message>
        <source>They were labeled before a class was there; no training learns from them until then.</source>
        <translation>Sie wurden annotiert, bevor es eine Klasse gab; bis dahin lernt kein Training aus ihnen.</translation>
    </message>
    <message>
        <source>The questions could not be chosen: {0}</source>
        <translation>Die Fragen konnten nicht gewählt werden: [0]</translation>
    </message>
    <message>
        <source>All questions are answered; the next training follows this one.</source>
        <translation>Alle Fragen sind beantwortet; das nächste Training folgt auf dieses.</translation>
    </message>
    <message>
        <source>The model trains; the one before it can ask meanwhile.</source>
        <translation>Das Modell trainiert; das vorige kann unterdessen fragen.</translation>
    </message>
    <message>
        <source>Next questions</source>
        <translation>Nächste Fragen</translation>
    </message>
    <message>
        <source>The last training failed: {0}</source>
        <translation>Das letzte Training ist fehlgeschlagen: [0]</translation>
    </message>
    <message>
        <source>{0} labeled images: enough to compare recipes.</source>
        <translation>{0} annotierte Bilder: genug, um Rezepte zu vergleichen.</translation>
    </message>
    <message>
        <source>Search recipes</source>
        <translation>Rezepte suchen</translation>
    </message>
    <message>
        <source>{0} images are labeled: a first model can learn.</source>
        <translation>{0} Bilder sind annotiert: Ein erstes Modell kann lernen.</translation>
    </message>
    <message>
        <source>The pool is labeled; validation and test images are not yet.</source>
        <translation>Der Pool ist annotiert; Validierungs- und Testbilder sind es noch nicht.</translation>
    </message>
    <message>
        <source>Next 20 questions</source>
        <translation>Nächste 20 Fragen</translation>
    </message>
    <message>
        <source>The budget of {0} labeled images is used up.</source>
        <translation>Das Budget von {0} annotierten Bildern ist aufgebraucht.</translation>
    </message>
    <message>
        <source>The budget of {0} minutes is used up.</source>
        <translation>Das Budget von {0} Minuten ist aufgebraucht.</translation>
    </message>
    <message>
        <source>Add images</source>
        <translation>Bilder hinzufügen</translation>
    </message>
    <message>
        <source>The project has no images yet.</source>
        <translation>Das Projekt hat noch keine Bilder.</translation>
    </message>
    <message>
        <source>Add classes</source>
        <translation>Klassen anlegen</translation>
    </message>
    <message>
        <source>Say what there is to find.</source>
        <translation>Sagen Sie, was zu finden ist.</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Erneut fragen</translation>
    </message>
    <message>
        <source>Choosing questions</source>
        <translation>Fragen werden gewählt</translation>
    </message>
    <message>
        <source>The next questions are on their way.</source>
        <translation>Die nächsten Fragen sind unterwegs.</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Every image is labeled.</source>
        <translation>Jedes Bild ist annotiert.</translation>
    </message>
    <message>
        <source>Every image that is left is asked about already.</source>
        <translation>Nach jedem Bild, das übrig ist, wird schon gefragt.</translation>
    </message>
    <message>
        <source>Answer these questions, or look through what was passed over.</source>
        <translation>Beantworten Sie diese Fragen, oder sehen Sie durch, was übergangen wurde.</translation>
    </message>
    <message>
        <source>Train again</source>
        <translation>Erneut trainieren</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Trainieren</translation>
    </message>
    <message>
        <source>All questions of this round are answered.</source>
        <translation>Alle Fragen dieser Runde sind beantwortet.</translation>
    </message>
    <message>
        <source>Export the model</source>
        <translation>Modell exportieren</translation>
    </message>
    <message>
        <source>The model names the images it learns most from.</source>
        <translation>Das Modell nennt die Bilder, aus denen es am meisten lernt.</translation>
    </message>
    <message>
        <source>The next hour of labeling is likely to bring {0} ({1} to {2}), by a curve over {3} through {4} versions.</source>
        <translation>Die nächste Stunde Annotieren bringt voraussichtlich {0} ({1} bis {2}), nach einer Kurve über [3] durch {4} Versionen.</translation>
    </message>
    <message>
        <source>your minutes</source>
        <translation>Ihre Minuten</translation>
    </message>
    <message>
        <source>An hour more of the last search would try about {0} recipes and hardly gain anything.</source>
        <translation>Eine weitere Stunde der letzten Suche würde etwa {0} Rezepte versuchen und kaum etwas gewinnen.</translation>
    </message>
    <message>
        <source>An hour more of the last search would try about {0} recipes: {1} chance of a better one, {2} on average.</source>
        <translation>Eine weitere Stunde der letzten Suche würde etwa {0} Rezepte versuchen: {1} Aussicht auf ein besseres, im Mittel {2}.</translation>
    </message>
    <message>
        <source>The last two versions agree on {0} of what they see in {1} unlabeled images, and this no longer rises.</source>
        <translation>Die letzten zwei Versionen stimmen bei {0} dessen überein, was sie in {1} nicht annotierten Bildern sehen, und das steigt nicht mehr.</translation>
    </message>
    <message>
        <source>The last two versions agree on {0} of what they see in {1} unlabeled images, and this may rise.</source>
        <translation>Die letzten zwei Versionen stimmen bei {0} dessen überein, was sie in {1} nicht annotierten Bildern sehen, und das kann noch steigen.</translation>
    </message>
    <message>
        <source>More labels hardly pay any more; an hour of search is likely to bring more.</source>
        <translation>Weitere Annotationen lohnen kaum noch; eine Stunde Suche bringt voraussichtlich mehr.</translation>
    </message>
    <message>
        <source>An hour of labeling surely gains less than {0} (at most {1}): more labels will not pay.</source>
        <translation>Eine Stunde Annotieren bringt sicher weniger als {0} (höchstens {1}): Weitere Annotationen lohnen sich nicht.</translation>
    </message>
    <message>
        <source>Asked again about {0} images, you drew {1} of {2} objects again: no model can be told to be better than about {3} ({4} to {5}).</source>
        <translation>Erneut nach {0} Bildern gefragt, haben Sie {1} von {2} Objekten wieder gezeichnet: Von keinem Modell lässt sich sagen, dass es besser ist als etwa {3} ({4} bis {5}).</translation>
    </message>
    <message>
        <source>Asked again about {0} images, you drew {1} of {2} objects again: no model can be told to be better than about {3}.</source>
        <translation>Erneut nach {0} Bildern gefragt, haben Sie {1} von {2} Objekten wieder gezeichnet: Von keinem Modell lässt sich sagen, dass es besser ist als etwa {3}.</translation>
    </message>
    <message>
        <source>Suggestions accepted as they were: {0} of {1} not drawn when asked again ({2} to {3}).</source>
        <translation>Unverändert angenommene Vorschläge: {0} von {1} bei erneuter Frage nicht gezeichnet ({2} bis {3}).</translation>
    </message>
    <message>
        <source>Labeled before, asked again with all hidden: it measures how alike you answer twice</source>
        <translation>Schon annotiert, ohne Sicht darauf erneut gefragt: Es misst, wie gleich Sie zweimal antworten</translation>
    </message>
    <message>
        <source>Suggestions were accepted here; with all hidden it measures how many were wrong</source>
        <translation>Hier wurden Vorschläge angenommen; alles ist verborgen und misst, wie viele falsch waren</translation>
    </message>
    <message>
        <source>Check the labels: perhaps {0} was overlooked ({1} sure)</source>
        <translation>Annotationen prüfen: Vielleicht wurde {0} übersehen ({1} sicher)</translation>
    </message>
    <message>
        <source>Check the labels: {0} may lie elsewhere than it is drawn</source>
        <translation>Annotationen prüfen: {0} liegt vielleicht woanders als gezeichnet</translation>
    </message>
    <message>
        <source>Check the labels: {0} may be {1} ({2} sure)</source>
        <translation>Annotationen prüfen: {0} ist vielleicht {1} ({2} sicher)</translation>
    </message>
    <message>
        <source>Your two answers differ: {0} drawn only the first time, {1} only the second</source>
        <translation>Ihre zwei Antworten unterscheiden sich: {0} nur beim ersten Mal gezeichnet, {1} nur beim zweiten</translation>
    </message>
    <message>
        <source>A first set of varied images to start from.</source>
        <translation>Eine erste Auswahl verschiedenartiger Bilder zum Anfangen.</translation>
    </message>
    <message>
        <source>The target of {0} is met: at least {1} on {2}.</source>
        <translation>Das Ziel von {0} ist erreicht: mindestens {1} ([2]).</translation>
    </message>
    <message>
        <source>a fold of the labels</source>
        <translation>ein Fold der Annotationen</translation>
    </message>
    <message>
        <source>The simulated expert labels</source>
        <translation>Der simulierte Experte annotiert</translation>
    </message>
    <message>
        <source>Taken out by hand.</source>
        <translation>Von Hand herausgenommen.</translation>
    </message>
    <message>
        <source>Confirm empty</source>
        <translation>Als leer bestätigen</translation>
    </message>
    <message>
        <source>Mark as needing review</source>
        <translation>Zum Durchsehen zurückgeben</translation>
    </message>
    <message>
        <source>Accept suggestions</source>
        <translation>Vorschläge übernehmen</translation>
    </message>
    <message>
        <source>Delete labels</source>
        <translation>Annotationen löschen</translation>
    </message>
    <message>
        <source>Take out</source>
        <translation>Herausnehmen</translation>
    </message>
    <message>
        <source>Bring back</source>
        <translation>Zurückholen</translation>
    </message>
    <message>
        <source>Move to group</source>
        <translation>In Gruppe verschieben</translation>
    </message>
    <message>
        <source>Rename {0} to {1}</source>
        <translation>{0} in {1} umbenennen</translation>
    </message>
    <message>
        <source>Move {0}</source>
        <translation>{0} verschieben</translation>
    </message>
    <message>
        <source>Merge {0} into {1}</source>
        <translation>{0} mit {1} vereinigen</translation>
    </message>
    <message>
        <source>Remove {0}</source>
        <translation>{0} entfernen</translation>
    </message>
    <message>
        <source>Recolor {0}</source>
        <translation>{0} umfärben</translation>
    </message>
    <message>
        <source>Split {0} off {1}</source>
        <translation>{0} von {1} abspalten</translation>
    </message>
    <message>
        <source>Add {0}</source>
        <translation>{0} anlegen</translation>
    </message>
    <message>
        <source>Undone: {0}.</source>
        <translation>Rückgängig gemacht: [0].</translation>
    </message>
    <message>
        <source>Done again: {0}.</source>
        <translation>Wiederholt: [0].</translation>
    </message>
    <message>
        <source>Left out with damaged annotations: {0} images.</source>
        <translation>Ausgelassen, da Annotationen beschädigt sind: {0} Bilder.</translation>
    </message>
    <message>
        <source>Finding the rest</source>
        <translation>Das Übrige wird gesucht</translation>
    </message>
    <message>
        <source>The queue could not be looked through: {0}</source>
        <translation>Die Warteschlange konnte nicht durchgesehen werden: [0]</translation>
    </message>
    <message>
        <source>The simulated expert stopped: {0}</source>
        <translation>Der simulierte Experte hat aufgehört: [0]</translation>
    </message>
    <message>
        <source>Flagged for a second opinion</source>
        <translation>Für eine zweite Meinung vorgemerkt</translation>
    </message>
    <message>
        <source>The export did not finish: {0}</source>
        <translation>Der Export wurde nicht fertig: [0]</translation>
    </message>
    <message>
        <source>Export of version {0}</source>
        <translation>Export von Version {0}</translation>
    </message>
    <message>
        <source>This is not a kind of image that Loupe reads.</source>
        <translation>Diese Art Bild liest Loupe nicht.</translation>
    </message>
    <message>
        <source>Drawn at random for {0}: label it without suggestions</source>
        <translation>Zufällig gezogen für [0]: ohne Vorschläge annotieren</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>Validierung</translation>
    </message>
    <message>
        <source>test</source>
        <translation>Test</translation>
    </message>
    <message>
        <source>{0} was stopped.</source>
        <translation>[0] wurde beendet.</translation>
    </message>
    <message>
        <source>the choice was stopped.</source>
        <translation>die Auswahl wurde beendet.</translation>
    </message>
    <message>
        <source>The model could not look through the pool: {0}</source>
        <translation>Das Modell konnte den Pool nicht durchsehen: [0]</translation>
    </message>
    <message>
        <source>Looking through the pool</source>
        <translation>Der Pool wird durchgesehen</translation>
    </message>
    <message>
        <source>Nothing beat the {0}</source>
        <translation>Besser als „[0]“ war nichts</translation>
    </message>
    <message>
        <source>The lead of {0} is not proven: no paired run was possible</source>
        <translation>Der Vorsprung von [0] ist nicht bewiesen: Kein Lauf im Paar war möglich</translation>
    </message>
    <message>
        <source>the defaults stay</source>
        <translation>der Standard bleibt</translation>
    </message>
    <message>
        <source>Not proven within the budget, the defaults stay</source>
        <translation>Im Rahmen des Budgets nicht bewiesen, der Standard bleibt</translation>
    </message>
    <message>
        <source>{0}: {1} replaces the {2}</source>
        <translation>[0]: [1] ersetzt „[2]“</translation>
    </message>
    <message>
        <source>trial {0}</source>
        <translation>Versuch {0}</translation>
    </message>
    <message>
        <source>defaults</source>
        <translation>Standard</translation>
    </message>
    <message>
        <source>defaults, {0}</source>
        <translation>Standard, [0]</translation>
    </message>
    <message>
        <source>without flips</source>
        <translation>ohne Spiegeln</translation>
    </message>
    <message>
        <source>color kept</source>
        <translation>Farbe behalten</translation>
    </message>
    <message>
        <source>scale kept</source>
        <translation>Maßstab behalten</translation>
    </message>
    <message>
        <source>It was stopped.</source>
        <translation>Er wurde beendet.</translation>
    </message>
    <message>
        <source>Out of time at epoch {0}.</source>
        <translation>Keine Zeit mehr bei Epoche {0}.</translation>
    </message>
    <message>
        <source>Behind the others at epoch {0}.</source>
        <translation>Hinter den anderen bei Epoche {0}.</translation>
    </message>
    <message>
        <source>The search did not finish: {0}</source>
        <translation>Die Suche wurde nicht fertig: [0]</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>The recipe that an earlier search found stays in use.</source>
        <translation>Das Rezept, das eine frühere Suche fand, bleibt in Verwendung.</translation>
    </message>
    <message>
        <source>preparing images</source>
        <translation>Bilder werden vorbereitet</translation>
    </message>
    <message>
        <source>All {0} annotations stay.</source>
        <translation>Alle {0} Annotationen bleiben.</translation>
    </message>
    <message>
        <source>{0} labeled images need review: their annotations say too little for {1}.</source>
        <translation>{0} annotierte Bilder sind durchzusehen: Ihre Annotationen sagen zu wenig für {1}.</translation>
    </message>
    <message>
        <source>No labeled image needs review.</source>
        <translation>Kein annotiertes Bild ist durchzusehen.</translation>
    </message>
    <message>
        <source>{0} images count as labeled again, as before.</source>
        <translation>{0} Bilder gelten wieder als annotiert, wie zuvor.</translation>
    </message>
    <message>
        <source>Model versions that stop suggesting: {0}; they stay listed.</source>
        <translation>Modellversionen, die nicht mehr vorschlagen: {0}; sie bleiben aufgelistet.</translation>
    </message>
    <message>
        <source>Versions that suggest again: {0}.</source>
        <translation>Versionen, die wieder vorschlagen: {0}.</translation>
    </message>
    <message>
        <source>The recipe a search found is given up; trainings use the defaults.</source>
        <translation>Das Rezept, das eine Suche fand, wird aufgegeben; Trainings nutzen den Standard.</translation>
    </message>
    <message>
        <source>The {0} validation and test images stay what they are.</source>
        <translation>Die {0} Validierungs- und Testbilder bleiben, was sie sind.</translation>
    </message>
    <message>
        <source>The training did not finish: {0}</source>
        <translation>Das Training wurde nicht fertig: [0]</translation>
    </message>
    <message>
        <source>Nothing is labeled yet; a random place to begin</source>
        <translation>Noch ist nichts annotiert; zufällig als Anfang gewählt</translation>
    </message>
    <message>
        <source>Looks least like anything labeled or asked so far</source>
        <translation>Gleicht am wenigsten dem, was bisher annotiert oder gefragt wurde</translation>
    </message>
    <message>
        <source>Looks the same as an image labeled or asked already; nothing else is left</source>
        <translation>Sieht aus wie ein schon annotiertes oder gefragtes Bild; sonst ist nichts übrig</translation>
    </message>
    <message>
        <source>Drawn at random, as a fair sample of what is not labeled</source>
        <translation>Zufällig gezogen, als faire Stichprobe des nicht Annotierten</translation>
    </message>
    <message>
        <source>The model has no doubt here; drawn at random among such images</source>
        <translation>Das Modell hat hier keinen Zweifel; zufällig unter solchen Bildern gezogen</translation>
    </message>
    <message>
        <source>The model sees nothing here; drawn at random among such images</source>
        <translation>Das Modell sieht hier nichts; zufällig unter solchen Bildern gezogen</translation>
    </message>
    <message>
        <source>1 object</source>
        <translation>1 Objekt</translation>
    </message>
    <message>
        <source>{0:g} objects</source>
        <translation>{0} Objekten</translation>
    </message>
    <message>
        <source>unclear outlines of {0}</source>
        <translation>unklare Umrisse von [0]</translation>
    </message>
    <message>
        <source>two readings differ about {0}</source>
        <translation>zwei Lesungen sind uneins bei [0]</translation>
    </message>
    <message>
        <source>unclear edges of {0}</source>
        <translation>unklare Ränder von [0]</translation>
    </message>
    <message>
        <source>unclear angles of {0}</source>
        <translation>unklare Winkel von [0]</translation>
    </message>
    <message>
        <source>unclear keypoints of {0}</source>
        <translation>unklare Keypoints von [0]</translation>
    </message>
    <message>
        <source>its mirror image is seen differently</source>
        <translation>das Spiegelbild wird anders gesehen</translation>
    </message>
    <message>
        <source>other classes than most of what is labeled</source>
        <translation>andere Klassen als das meiste Annotierte</translation>
    </message>
    <message>
        <source>perhaps {0}, a class the model knows badly</source>
        <translation>vielleicht {0}, eine Klasse, die das Modell schlecht kennt</translation>
    </message>
    <message>
        <source>The model would learn most from its answer</source>
        <translation>Aus der Antwort würde das Modell am meisten lernen</translation>
    </message>
    <message>
        <source>Would teach the model something else than the other questions</source>
        <translation>Würde das Modell anderes lehren als die übrigen Fragen</translation>
    </message>
    <message>
        <source>Would teach the model nothing new; drawn at random among such images</source>
        <translation>Würde das Modell nichts Neues lehren; zufällig unter solchen Bildern gezogen</translation>
    </message>
    <message>
        <source>Drawn at random; looks like no other image</source>
        <translation>Zufällig gezogen; gleicht keinem anderen Bild</translation>
    </message>
    <message>
        <source>Drawn at random from {0} images that look alike</source>
        <translation>Zufällig gezogen aus {0} Bildern, die sich gleichen</translation>
    </message>
    <message>
        <source>Looks like no other image that is left</source>
        <translation>Gleicht keinem anderen Bild, das übrig ist</translation>
    </message>
    <message>
        <source>Looks like {0} others; like nothing labeled or asked before</source>
        <translation>Gleicht {0} anderen, aber nichts, was schon annotiert oder gefragt wurde</translation>
    </message>
    <message>
        <source>perhaps {0}, a class with few labels</source>
        <translation>vielleicht {0}, eine Klasse mit wenigen Annotationen</translation>
    </message>
    <message>
        <source>unlike what is labeled so far</source>
        <translation>anders als das bisher Annotierte</translation>
    </message>
    <message>
        <source>unlike the other questions</source>
        <translation>anders als die übrigen Fragen</translation>
    </message>
    <message>
        <source>somewhat unlike what is labeled so far</source>
        <translation>etwas anders als das bisher Annotierte</translation>
    </message>
    <message>
        <source>somewhat unlike the other questions</source>
        <translation>etwas anders als die übrigen Fragen</translation>
    </message>
    <message>
        <source>Typical of {0} images that look alike, {1} labeled or asked</source>
        <translation>Typisch für {0} ähnliche Bilder, davon {1} annotiert oder gefragt</translation>
    </message>
    <message>
        <source>Typical of {0} images that look alike, none labeled yet</source>
        <translation>Typisch für {0} ähnliche Bilder, keines davon annotiert</translation>
    </message>
    <message>
        <source>Looks like no other image</source>
        <translation>Gleicht keinem anderen Bild</translation>
    </message>
    <message>
        <source>{0} needs objects that a model found, and there are none yet; {1} chose instead.</source>
        <translation>{0} braucht Objekte, die ein Modell fand, und es gibt noch keine; stattdessen hat {1} gewählt.</translation>
    </message>
    <message>
        <source>{0} needs a second reading of what a model found, and there are none yet; {1} chose instead.</source>
        <translation>{0} braucht eine zweite Lesung dessen, was ein Modell fand, und es gibt noch keine; stattdessen hat {1} gewählt.</translation>
    </message>
    <message>
        <source>{0} needs mirror images a model looked at, and there are none yet; {1} chose instead.</source>
        <translation>{0} braucht Spiegelbilder, die ein Modell angesehen hat, und es gibt noch keine; stattdessen hat {1} gewählt.</translation>
    </message>
    <message>
        <source>The query strategy {0} of {1} cannot be loaded: {2}.</source>
        <translation>Die Fragestrategie {0} von {1} lässt sich nicht laden: {2}.</translation>
    </message>
    <message>
        <source>The query strategy {0} of {1} failed with {2}.</source>
        <translation>Die Fragestrategie {0} von {1} brach ab mit {2}.</translation>
    </message>
    <message>
        <source>The query strategy {0} of {1} is not a query strategy.</source>
        <translation>Die Fragestrategie {0} von {1} ist keine.</translation>
    </message>
    <message>
        <source>The query strategy {0} of {1} did not choose {2} different images of the pool.</source>
        <translation>Die Fragestrategie {0} von {1} hat nicht {2} verschiedene Bilder des Vorrats gewählt.</translation>
    </message>
    <message>
        <source>The query strategy {0} of {1} gave an image a utility that is not a number.</source>
        <translation>Die Fragestrategie {0} von {1} gab einem Bild einen Nutzen, der keine Zahl ist.</translation>
    </message>
    <message>
        <source>Choose another strategy, or ask its author; automatic is always there.</source>
        <translation>Wählen Sie eine andere Strategie, oder fragen Sie ihren Autor; automatic gibt es immer.</translation>
    </message>
    <message>
        <source>The models of the committee tell other classes apart.</source>
        <translation>Die Modelle des Komitees unterscheiden andere Klassen.</translation>
    </message>
    <message>
        <source>{0} needs images a model looked at, and there are none yet; {1} chose instead.</source>
        <translation>{0} braucht Bilder, die ein Modell angesehen hat, und es gibt noch keine; stattdessen hat {1} gewählt.</translation>
    </message>
    <message>
        <source>The file now holds another picture.</source>
        <translation>Die Datei enthält jetzt ein anderes Bild.</translation>
    </message>
    <message>
        <source>damaged shape</source>
        <translation>beschädigte Form</translation>
    </message>
    <message>
        <source>damaged numbers</source>
        <translation>beschädigte Zahlen</translation>
    </message>
    <message>
        <source>damaged attributes</source>
        <translation>beschädigte Eigenschaften</translation>
    </message>
    <message>
        <source>unknown source “{0}”</source>
        <translation>unbekannte Herkunft „{0}“</translation>
    </message>
    <message>
        <source>unknown class {0}</source>
        <translation>unbekannte Klasse {0}</translation>
    </message>
    <message>
        <source>process {0} on {1}, running since {2}</source>
        <translation>Prozess {0} auf {1}, läuft seit {2}</translation>
    </message>
    <message>
        <source>another process</source>
        <translation>ein anderer Prozess</translation>
    </message>
    <message>
        <source>The project is on a network drive or one like it: it works there, but a local disk is faster and safer.</source>
        <translation>Das Projekt liegt auf einem Netzlaufwerk oder etwas Ähnlichem: Dort geht es auch, aber eine lokale Platte ist schneller und sicherer.</translation>
    </message>
    <message>
        <source>The project was upgraded; a backup is in {0}.</source>
        <translation>Das Projekt wurde auf den neuen Stand gebracht; eine Sicherung liegt in {0}.</translation>
    </message>
    <message>
        <source>The project was not closed cleanly; a copy of its database is shown.</source>
        <translation>Das Projekt wurde nicht sauber geschlossen; gezeigt wird eine Kopie seiner Datenbank.</translation>
    </message>
    <message>
        <source>any color shift</source>
        <translation>jede Farbverschiebung</translation>
    </message>
    <message>
        <source>hue ±{0}, saturation ±{1}, brightness ±{2}</source>
        <translation>Farbton ±{0}, Sättigung ±{1}, Helligkeit ±{2}</translation>
    </message>
    <message>
        <source>scale ±{0}</source>
        <translation>Maßstab ±{0}</translation>
    </message>
    <message>
        <source>any scale</source>
        <translation>jeden Maßstab</translation>
    </message>
    <message>
        <source>any rotation</source>
        <translation>jede Drehung</translation>
    </message>
    <message>
        <source>rotation up to {0}°</source>
        <translation>Drehung bis {0}°</translation>
    </message>
    <message>
        <source>no flips</source>
        <translation>kein Spiegeln</translation>
    </message>
    <message>
        <source>left-right flips only</source>
        <translation>nur Spiegeln von links und rechts</translation>
    </message>
    <message>
        <source>both flips</source>
        <translation>beide Spiegelungen</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>auto</translation>
    </message>
    <message>
        <source>automatic, or {0}</source>
        <translation>auto, oder [0]</translation>
    </message>
    <message>
        <source>{0}, by optimizer</source>
        <translation>[0], je nach Optimierer</translation>
    </message>
    <message>
        <source>never: weights start at random</source>
        <translation>nie: Die Gewichte beginnen zufällig</translation>
    </message>
    <message>
        <source>tried both ways</source>
        <translation>beides wird probiert</translation>
    </message>
    <message>
        <source>always</source>
        <translation>immer</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>{0}, the defaults 0.5, inside the facts</source>
        <translation>[0], Standard 0.5, im Rahmen des Vorwissens</translation>
    </message>
    <message>
        <source>It was never validated.</source>
        <translation>Er wurde nie validiert.</translation>
    </message>
    <message>
        <source>writing the model</source>
        <translation>Modell wird geschrieben</translation>
    </message>
    <message>
        <source>checking it against PyTorch</source>
        <translation>Vergleich mit PyTorch</translation>
    </message>
    <message>
        <source>The export differs from the model: {0}</source>
        <translation>Der Export weicht vom Modell ab: {0}</translation>
    </message>
    <message>
        <source>The GPU's memory ran out, so objects are traced on the CPU, which takes longer.</source>
        <translation>Der Speicher der GPU reichte nicht; Objekte werden auf der CPU umfahren, das dauert länger.</translation>
    </message>
    <message>
        <source>{0} has changed: {1}.</source>
        <translation>{0} hat sich geändert: {1}.</translation>
    </message>
    <message>
        <source>GPU memory ran out: {0} images are scored in two halves.</source>
        <translation>Der GPU-Speicher reichte nicht: {0} Bilder werden in zwei Hälften bewertet.</translation>
    </message>
    <message>
        <source>GPU memory ran out: {0} instead of {1} images per step from here on.</source>
        <translation>Der GPU-Speicher reichte nicht: ab hier {0} statt {1} Bilder je Schritt.</translation>
    </message>
    <message>
        <source>Close other programs, or choose a smaller batch or image size.</source>
        <translation>Schließen Sie andere Programme oder wählen Sie weniger Bilder je Schritt oder eine kleinere Bildgröße.</translation>
    </message>
    <message>
        <source>Close other programs, or choose smaller weights.</source>
        <translation>Schließen Sie andere Programme oder wählen Sie kleinere Gewichte.</translation>
    </message>
    <message>
        <source>The worker ran out of memory.</source>
        <translation>Dem Arbeitsprozess ging der Speicher aus.</translation>
    </message>
    <message>
        <source>{0} tells more.</source>
        <translation>{0} sagt mehr.</translation>
    </message>
    <message>
        <source>box</source>
        <translation>Rahmen</translation>
    </message>
    <message>
        <source>rotated box</source>
        <translation>gedrehter Rahmen</translation>
    </message>
    <message>
        <source>polygon</source>
        <translation>Polygon</translation>
    </message>
    <message>
        <source>polygon in pieces</source>
        <translation>Polygon in Teilen</translation>
    </message>
    <message>
        <source>set of keypoints</source>
        <translation>Schlüsselpunkte</translation>
    </message>
    <message>
        <source>class of an image</source>
        <translation>Klasse eines Bildes</translation>
    </message>
    <message>
        <source>by example</source>
        <translation>nach Beispiel</translation>
    </message>
    <message>
        <source>mask mAP50-95</source>
        <translation>Masken-mAP50-95</translation>
    </message>
    <message>
        <source>rotated mAP50-95</source>
        <translation>Gedreht-mAP50-95</translation>
    </message>
    <message>
        <source>keypoint mAP50-95</source>
        <translation>Punkt-mAP50-95</translation>
    </message>
    <message>
        <source>queued</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>beendet</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>learning rate</source>
        <translation>Lernrate</translation>
    </message>
    <message>
        <source>weight decay</source>
        <translation>Gewichtszerfall</translation>
    </message>
    <message>
        <source>strength of augmentation</source>
        <translation>Stärke der Augmentierung</translation>
    </message>
    <message>
        <source>Put it back, or add the folder it is in now: an image is known by its content.</source>
        <translation>Legen Sie es zurück oder fügen Sie den Ordner hinzu, in dem es jetzt ist: Ein Bild wird an seinem Inhalt erkannt.</translation>
    </message>
    <message>
        <source>Save it as a TIFF in tiles, uncompressed or deflated, or cut it into pieces.</source>
        <translation>Speichern Sie es als gekacheltes TIFF, unkomprimiert oder mit Deflate, oder zerschneiden Sie es.</translation>
    </message>
    <message>
        <source>Its name is not valid text.</source>
        <translation>Sein Name ist kein gültiger Text.</translation>
    </message>
    <message>
        <source>It is a link to a file that is not there.</source>
        <translation>Es ist ein Verweis auf eine Datei, die nicht da ist.</translation>
    </message>
    <message>
        <source>It is a link that leads out of the folder.</source>
        <translation>Es ist ein Verweis, der aus dem Ordner hinausführt.</translation>
    </message>
    <message>
        <source>It cannot be read: {0}.</source>
        <translation>Nicht lesbar: {0}.</translation>
    </message>
    <message>
        <source>Start it again; its log may say more.</source>
        <translation>Starten Sie ihn erneut; sein Protokoll sagt vielleicht mehr.</translation>
    </message>
    <message>
        <source>It said last: {0}</source>
        <translation>Zuletzt meldete er: {0}</translation>
    </message>
    <message>
        <source>The worker ended without a result.</source>
        <translation>Der Arbeitsprozess endete ohne Ergebnis.</translation>
    </message>
    <message>
        <source>The worker ended with exit code {0}.</source>
        <translation>Der Arbeitsprozess endete mit dem Code {0}.</translation>
    </message>
    <message>
        <source>The worker was killed by {0}.</source>
        <translation>Der Arbeitsprozess wurde durch {0} beendet.</translation>
    </message>
    <message>
        <source>The folder {0} is gone.</source>
        <translation>Den Ordner {0} gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>The disk is full: free some space and resume.</source>
        <translation>Die Platte ist voll: Schaffen Sie Platz und setzen Sie fort.</translation>
    </message>
    <message>
        <source>The system may have run out of memory.</source>
        <translation>Dem System ist vielleicht der Speicher ausgegangen.</translation>
    </message>
    <message>
        <source>The program that started this job has gone.</source>
        <translation>Das Programm, das diesen Job gestartet hat, gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>Resume the job.</source>
        <translation>Setzen Sie den Job fort.</translation>
    </message>
    <message>
        <source>Free some space and resume.</source>
        <translation>Schaffen Sie Platz und setzen Sie fort.</translation>
    </message>
    <message>
        <source>Check the folder's rights.</source>
        <translation>Prüfen Sie die Rechte des Ordners.</translation>
    </message>
    <message>
        <source>unsure about {0} ({1} or background)</source>
        <translation>unsicher bei [0] ({1} oder Hintergrund)</translation>
    </message>
    <message>
        <source>unsure about {0} ({1} or {2})</source>
        <translation>unsicher bei [0] ({1} oder {2})</translation>
    </message>
    <message>
        <source>unsure about {0} (mostly {1} or background)</source>
        <translation>unsicher bei [0] (meist {1} oder Hintergrund)</translation>
    </message>
    <message>
        <source>unsure about {0} (mostly {1} or {2})</source>
        <translation>unsicher bei [0] (meist {1} oder {2})</translation>
    </message>
    <message>
        <source>faint hints of {0} ({1} or background)</source>
        <translation>schwache Hinweise auf [0] ({1} oder Hintergrund)</translation>
    </message>
    <message>
        <source>faint hints of {0} ({1} or {2})</source>
        <translation>schwache Hinweise auf [0] ({1} oder {2})</translation>
    </message>
    <message>
        <source>faint hints of {0} (mostly {1} or background)</source>
        <translation>schwache Hinweise auf [0] (meist {1} oder Hintergrund)</translation>
    </message>
    <message>
        <source>faint hints of {0} (mostly {1} or {2})</source>
        <translation>schwache Hinweise auf [0] (meist {1} oder {2})</translation>
    </message>
    <message>
        <source>slight doubt about {0} ({1} or background)</source>
        <translation>leiser Zweifel bei [0] ({1} oder Hintergrund)</translation>
    </message>
    <message>
        <source>slight doubt about {0} ({1} or {2})</source>
        <translation>leiser Zweifel bei [0] ({1} oder {2})</translation>
    </message>
    <message>
        <source>slight doubt about {0} (mostly {1} or background)</source>
        <translation>leiser Zweifel bei [0] (meist {1} oder Hintergrund)</translation>
    </message>
    <message>
        <source>slight doubt about {0} (mostly {1} or {2})</source>
        <translation>leiser Zweifel bei [0] (meist {1} oder {2})</translation>
    </message>
    <message>
        <source>unsure of the class ({0} or background)</source>
        <translation>unsicher über die Klasse ({0} oder Hintergrund)</translation>
    </message>
    <message>
        <source>unsure of the class ({0} or {1})</source>
        <translation>unsicher über die Klasse ({0} oder {1})</translation>
    </message>
    <message>
        <source>unsure of the class (mostly {0} or background)</source>
        <translation>unsicher über die Klasse (meist {0} oder Hintergrund)</translation>
    </message>
    <message>
        <source>unsure of the class (mostly {0} or {1})</source>
        <translation>unsicher über die Klasse (meist {0} oder {1})</translation>
    </message>
    <message>
        <source>slight doubt about the class ({0} or background)</source>
        <translation>leiser Zweifel an der Klasse ({0} oder Hintergrund)</translation>
    </message>
    <message>
        <source>slight doubt about the class ({0} or {1})</source>
        <translation>leiser Zweifel an der Klasse ({0} oder {1})</translation>
    </message>
    <message>
        <source>slight doubt about the class (mostly {0} or background)</source>
        <translation>leiser Zweifel an der Klasse (meist {0} oder Hintergrund)</translation>
    </message>
    <message>
        <source>slight doubt about the class (mostly {0} or {1})</source>
        <translation>leiser Zweifel an der Klasse (meist {0} oder {1})</translation>
    </message>
    <message>
        <source>{0} -&gt; {1} fold {2} ({3}, interval {4} to {5}, 1 paired run)</source>
        <translation>{0} -&gt; {1} Fold-[2] ({3}, Intervall {4} bis {5}, 1 Lauf im Paar)</translation>
    </message>
    <message>
        <source>{0} -&gt; {1} fold {2} ({3}, interval {4} to {5}, {6} paired runs)</source>
        <translation>{0} -&gt; {1} Fold-[2] ({3}, Intervall {4} bis {5}, {6} Läufe im Paar)</translation>
    </message>
    <message>
        <source>1 trial, {0} hours of training.</source>
        <translation>1 Versuch, {0} Stunden Training.</translation>
    </message>
    <message>
        <source>{0} trials, {1} hours of training.</source>
        <translation>{0} Versuche, {1} Stunden Training.</translation>
    </message>
    <message>
        <source>1 trial, {0} minutes of training.</source>
        <translation>1 Versuch, {0} Minuten Training.</translation>
    </message>
    <message>
        <source>{0} trials, {1} minutes of training.</source>
        <translation>{0} Versuche, {1} Minuten Training.</translation>
    </message>
    <message>
        <source>{0} trials, {1} GPU-hours.</source>
        <translation>{0} Versuche, {1} GPU-Stunden.</translation>
    </message>
    <message>
        <source>{0} trials, {1} GPU-minutes.</source>
        <translation>{0} Versuche, {1} GPU-Minuten.</translation>
    </message>
    <message>
        <source>trial {0}: {1} -&gt; {2} fold {3} ({4}, interval {5} to {6}, 1 paired run)</source>
        <translation>Versuch {0}: {1} -&gt; {2} Fold-[3] ({4}, Intervall {5} bis {6}, 1 Lauf im Paar)</translation>
    </message>
    <message>
        <source>trial {0}: {1} -&gt; {2} fold {3} ({4}, interval {5} to {6}, {7} paired runs)</source>
        <translation>Versuch {0}: {1} -&gt; {2} Fold-[3] ({4}, Intervall {5} bis {6}, {7} Läufe im Paar)</translation>
    </message>
    <message>
        <source>{0} -&gt; {1} fold {2} ({3}, interval {4} to {5}, {6} paired runs): trial {7} replaces the {8}</source>
        <translation>{0} -&gt; {1} Fold-[2] ({3}, Intervall {4} bis {5}, {6} Läufe im Paar): Versuch {7} ersetzt „[8]“</translation>
    </message>
    <message>
        <source>{0} -&gt; {1} fold {2} ({3}, interval {4} to {5}, 1 paired run): trial {6} replaces the {7}</source>
        <translation>{0} -&gt; {1} Fold-[2] ({3}, Intervall {4} bis {5}, 1 Lauf im Paar): Versuch {6} ersetzt „[7]“</translation>
    </message>
    <message>
        <source>{0:g} to {1:g}</source>
        <translation>{0} bis {1}</translation>
    </message>
    <message>
        <source>auto, AdamW, SGD or MuSGD</source>
        <translation>auto, AdamW, SGD oder MuSGD</translation>
    </message>
    <message>
        <source>defaults, {0}, {1}</source>
        <translation>Standard, [0], [1]</translation>
    </message>
    <message>
        <source>defaults, {0}, {1}, {2}</source>
        <translation>Standard, [0], [1], [2]</translation>
    </message>
    <message>
        <source>{0} is not a color.</source>
        <translation>{0} ist keine Farbe.</translation>
    </message>
    <message>
        <source>Write it as #rrggbb, such as #e69f00.</source>
        <translation>Schreiben Sie sie als #rrggbb, etwa #e69f00.</translation>
    </message>
    <message>
        <source>Class name {0} is not usable.</source>
        <translation>Der Klassenname {0} ist nicht verwendbar.</translation>
    </message>
    <message>
        <source>Class {0} stands twice.</source>
        <translation>Die Klasse {0} steht zweimal da.</translation>
    </message>
    <message>
        <source>Use 1 to 100 printable characters.</source>
        <translation>Verwenden Sie 1 bis 100 druckbare Zeichen.</translation>
    </message>
    <message>
        <source>Give each class a name of its own.</source>
        <translation>Geben Sie jeder Klasse einen eigenen Namen.</translation>
    </message>
    <message>
        <source>The group pattern {0} is not a regular expression: {1}.</source>
        <translation>Das Gruppenmuster {0} ist kein regulärer Ausdruck: {1}.</translation>
    </message>
    <message>
        <source>For names such as patient07_slice3.png use (patient\d+).</source>
        <translation>Für Namen wie patient07_slice3.png verwenden Sie (patient\d+).</translation>
    </message>
    <message>
        <source>Image size {0} is not a multiple of 32.</source>
        <translation>Die Bildgröße {0} ist kein Vielfaches von 32.</translation>
    </message>
    <message>
        <source>A training needs at least one epoch and one image per batch.</source>
        <translation>Ein Training braucht mindestens eine Epoche und ein Bild je Schritt.</translation>
    </message>
    <message>
        <source>Try 320 or 640.</source>
        <translation>Versuchen Sie 320 oder 640.</translation>
    </message>
    <message>
        <source>The {0} must lie between {1} and {2}.</source>
        <translation>[0]: Der Wert muss zwischen {1} und {2} liegen.</translation>
    </message>
    <message>
        <source>The {0} cannot go from {1} down to {2}.</source>
        <translation>[0]: Von {1} bis {2} geht es nicht abwärts.</translation>
    </message>
    <message>
        <source>There is no optimizer {0}.</source>
        <translation>Es gibt keinen Optimierer {0}.</translation>
    </message>
    <message>
        <source>The optimizer auto sets the learning rate itself.</source>
        <translation>Der Optimierer auto setzt die Lernrate selbst.</translation>
    </message>
    <message>
        <source>Change it, or leave it automatic.</source>
        <translation>Ändern Sie es oder lassen Sie es automatisch.</translation>
    </message>
    <message>
        <source>Put the smaller value first.</source>
        <translation>Setzen Sie den kleineren Wert zuerst.</translation>
    </message>
    <message>
        <source>Choose among {0}.</source>
        <translation>Zur Wahl stehen {0}.</translation>
    </message>
    <message>
        <source>Choose another optimizer, or leave the learning rate automatic.</source>
        <translation>Wählen Sie einen anderen Optimierer oder lassen Sie die Lernrate automatisch.</translation>
    </message>
    <message>
        <source>A polygon needs three points; this one has {0}.</source>
        <translation>Ein Polygon braucht drei Punkte; dieses hat {0}.</translation>
    </message>
    <message>
        <source>A skeleton has 1 to {0} keypoints; this one has {1}.</source>
        <translation>Ein Skelett hat 1 bis {0} Schlüsselpunkte; dieses hat {1}.</translation>
    </message>
    <message>
        <source>Two keypoints have the same name, or one has none.</source>
        <translation>Zwei Schlüsselpunkte haben denselben Namen, oder einer hat keinen.</translation>
    </message>
    <message>
        <source>The mirrored keypoints of the skeleton do not pair up.</source>
        <translation>Die gespiegelten Schlüsselpunkte des Skeletts bilden keine Paare.</translation>
    </message>
    <message>
        <source>The mirrored keypoints {0} and {1} are not both there.</source>
        <translation>Die gespiegelten Schlüsselpunkte {0} und {1} gibt es nicht beide.</translation>
    </message>
    <message>
        <source>{0} is no pair of keypoints.</source>
        <translation>{0} ist kein Paar von Schlüsselpunkten.</translation>
    </message>
    <message>
        <source>Name at least one point.</source>
        <translation>Nennen Sie mindestens einen Punkt.</translation>
    </message>
    <message>
        <source>Give each keypoint a name of its own.</source>
        <translation>Geben Sie jedem Schlüsselpunkt einen eigenen Namen.</translation>
    </message>
    <message>
        <source>The skeleton joins the keypoints {0} and {1}, which it has not.</source>
        <translation>Das Skelett verbindet die Schlüsselpunkte {0} und {1}, die es nicht hat.</translation>
    </message>
    <message>
        <source>A point is its own mirror image, or two points are each other's.</source>
        <translation>Ein Punkt ist sein eigenes Spiegelbild, oder zwei sind es voneinander.</translation>
    </message>
    <message>
        <source>Count from 1 to {0}.</source>
        <translation>Zählen Sie von 1 bis {0}.</translation>
    </message>
    <message>
        <source>Write pairs of their numbers, counted from 1: 1-2, 2-3.</source>
        <translation>Schreiben Sie Paare ihrer Nummern, von 1 an gezählt: 1-2, 2-3.</translation>
    </message>
    <message>
        <source>Join two different points of the {0}.</source>
        <translation>Verbinden Sie zwei verschiedene der {0} Punkte.</translation>
    </message>
    <message>
        <source>Train again; the labels are safe.</source>
        <translation>Trainieren Sie erneut; die Annotationen sind sicher.</translation>
    </message>
    <message>
        <source>{0} cannot be written: {1}.</source>
        <translation>{0} kann nicht geschrieben werden: [1].</translation>
    </message>
    <message>
        <source>Train again.</source>
        <translation>Trainieren Sie erneut.</translation>
    </message>
    <message>
        <source>{0} holds no images in folders of their class.</source>
        <translation>{0} enthält keine Bilder in Ordnern ihrer Klasse.</translation>
    </message>
    <message>
        <source>{0} holds no JSON file of a COCO dataset.</source>
        <translation>{0} enthält keine JSON-Datei eines COCO-Datensatzes.</translation>
    </message>
    <message>
        <source>{0} is not a COCO file: {1}.</source>
        <translation>{0} ist keine COCO-Datei: {1}.</translation>
    </message>
    <message>
        <source>{0} is there already.</source>
        <translation>{0} gibt es schon.</translation>
    </message>
    <message>
        <source>Free some disk space or choose a folder you may write to.</source>
        <translation>Schaffen Sie Platz oder wählen Sie einen Ordner, in den Sie schreiben dürfen.</translation>
    </message>
    <message>
        <source>Name a new or an empty folder.</source>
        <translation>Nennen Sie einen neuen oder leeren Ordner.</translation>
    </message>
    <message>
        <source>{0} is not a folder.</source>
        <translation>{0} ist kein Ordner.</translation>
    </message>
    <message>
        <source>{0} leads out of the dataset's folder.</source>
        <translation>{0} führt aus dem Ordner des Datensatzes hinaus.</translation>
    </message>
    <message>
        <source>{0} is not a file.</source>
        <translation>{0} ist keine Datei.</translation>
    </message>
    <message>
        <source>{0} is larger than {1} MiB.</source>
        <translation>{0} ist größer als {1} MiB.</translation>
    </message>
    <message>
        <source>{0} is not there.</source>
        <translation>{0} ist nicht da.</translation>
    </message>
    <message>
        <source>{0} cannot be read: {1}.</source>
        <translation>{0} kann nicht gelesen werden: {1}.</translation>
    </message>
    <message>
        <source>{0} is not text in UTF-8.</source>
        <translation>{0} ist kein Text in UTF-8.</translation>
    </message>
    <message>
        <source>There is no dataset format {0}.</source>
        <translation>Es gibt kein Datensatzformat {0}.</translation>
    </message>
    <message>
        <source>Choose one of {0}.</source>
        <translation>Zur Wahl stehen {0}.</translation>
    </message>
    <message>
        <source>{0} is not a dataset that Loupe knows.</source>
        <translation>{0} ist kein Datensatz, den Loupe kennt.</translation>
    </message>
    <message>
        <source>{0} may be {1}.</source>
        <translation>{0} kann {1} sein.</translation>
    </message>
    <message>
        <source>It reads YOLO (data.yaml), COCO (JSON) and Pascal VOC (XML).</source>
        <translation>Gelesen werden YOLO (data.yaml), COCO (JSON) und Pascal VOC (XML).</translation>
    </message>
    <message>
        <source>Name the format to read it as.</source>
        <translation>Nennen Sie das Format, als das es gelesen werden soll.</translation>
    </message>
    <message>
        <source>{0} holds no image of a Pascal VOC dataset.</source>
        <translation>{0} enthält kein Bild eines Pascal-VOC-Datensatzes.</translation>
    </message>
    <message>
        <source>{0} is not sound XML: {1}.</source>
        <translation>{0} ist kein gültiges XML: {1}.</translation>
    </message>
    <message>
        <source>The class {0} is not among the {1} named ones.</source>
        <translation>Die Klasse {0} ist nicht unter den {1} genannten.</translation>
    </message>
    <message>
        <source>{0} has no data.yaml that names the classes.</source>
        <translation>{0} hat keine data.yaml, die die Klassen nennt.</translation>
    </message>
    <message>
        <source>{0} names no classes.</source>
        <translation>{0} nennt keine Klassen.</translation>
    </message>
    <message>
        <source>Write one with `names:` and `train:`.</source>
        <translation>Schreiben Sie eine mit `names:` und `train:`.</translation>
    </message>
    <message>
        <source>{0} is not YAML: {1}.</source>
        <translation>{0} ist kein YAML: {1}.</translation>
    </message>
    <message>
        <source>A {0} says too little for the task {1}.</source>
        <translation>Zu wenig für die Aufgabe {1}: [0].</translation>
    </message>
    <message>
        <source>{0} is too small: {1} x {2} pixels, and {3} are the least.</source>
        <translation>{0} ist zu klein: {1} x {2} Pixel, und {3} sind das Mindeste.</translation>
    </message>
    <message>
        <source>Give a folder that holds images.</source>
        <translation>Nennen Sie einen Ordner, der Bilder enthält.</translation>
    </message>
    <message>
        <source>{0} went away while it was read.</source>
        <translation>{0} ist beim Lesen verschwunden.</translation>
    </message>
    <message>
        <source>{0} is not an evaluation.</source>
        <translation>{0} ist keine Auswertung.</translation>
    </message>
    <message>
        <source>{0} is damaged: a part of it is empty.</source>
        <translation>{0} ist beschädigt: Ein Teil davon ist leer.</translation>
    </message>
    <message>
        <source>{0} is damaged: {1}.</source>
        <translation>{0} ist beschädigt: {1}.</translation>
    </message>
    <message>
        <source>{0} is damaged: it ends too early.</source>
        <translation>{0} ist beschädigt: Es endet zu früh.</translation>
    </message>
    <message>
        <source>{0} is larger than {1} MiB and cannot be read in parts.</source>
        <translation>{0} ist größer als {1} MiB und kann nicht in Teilen gelesen werden.</translation>
    </message>
    <message>
        <source>{0} is empty.</source>
        <translation>{0} ist leer.</translation>
    </message>
    <message>
        <source>{0} has more than {1} million pixels and cannot be read in parts.</source>
        <translation>{0} hat mehr als {1} Millionen Pixel und kann nicht in Teilen gelesen werden.</translation>
    </message>
    <message>
        <source>{0} is not an image that Loupe reads.</source>
        <translation>{0} ist kein Bild, das Loupe liest.</translation>
    </message>
    <message>
        <source>{0} does not fit into the memory of this computer.</source>
        <translation>{0} passt nicht in den Speicher dieses Rechners.</translation>
    </message>
    <message>
        <source>Use JPEG, PNG, BMP, WebP or TIFF.</source>
        <translation>Verwenden Sie JPEG, PNG, BMP, WebP oder TIFF.</translation>
    </message>
    <message>
        <source>To show {0} takes {1} MB on the disk of {2}, where {3} MB are free.</source>
        <translation>Um {0} zu zeigen, braucht es {1} MB auf der Platte von {2}; dort sind {3} MB frei.</translation>
    </message>
    <message>
        <source>What was kept to show this image is damaged: {0}.</source>
        <translation>Was zum Zeigen dieses Bildes aufgehoben war, ist beschädigt: {0}.</translation>
    </message>
    <message>
        <source>What {0} needs to be shown cannot be written to {1}: {2}.</source>
        <translation>Was {0} zum Zeigen braucht, kann nicht nach {1} geschrieben werden: {2}.</translation>
    </message>
    <message>
        <source>Free some space, then open the image again.</source>
        <translation>Schaffen Sie Platz und öffnen Sie das Bild erneut.</translation>
    </message>
    <message>
        <source>Open it again.</source>
        <translation>Öffnen Sie es erneut.</translation>
    </message>
    <message>
        <source>{0} has version {1}; this Loupe reads version {2}.</source>
        <translation>{0} hat Version {1}; dieses Loupe liest Version {2}.</translation>
    </message>
    <message>
        <source>Start it again instead of resuming it.</source>
        <translation>Starten Sie ihn neu, statt ihn fortzusetzen.</translation>
    </message>
    <message>
        <source>Damaged {0} file: {1}.</source>
        <translation>Beschädigte Datei {0}: {1}.</translation>
    </message>
    <message>
        <source>Open the project with the version of Loupe that made it.</source>
        <translation>Öffnen Sie das Projekt mit der Version von Loupe, die es angelegt hat.</translation>
    </message>
    <message>
        <source>The job is of an unknown kind: {0}.</source>
        <translation>Der Job ist von unbekannter Art: {0}.</translation>
    </message>
    <message>
        <source>Start the job again.</source>
        <translation>Starten Sie den Job erneut.</translation>
    </message>
    <message>
        <source>There is no job in {0}.</source>
        <translation>In {0} ist kein Job.</translation>
    </message>
    <message>
        <source>The job {0} is running already.</source>
        <translation>Der Job {0} läuft schon.</translation>
    </message>
    <message>
        <source>The worker that helps while you label {0}.</source>
        <translation>Der Arbeitsprozess, der beim Annotieren hilft, ist ausgefallen ({0}).</translation>
    </message>
    <message>
        <source>Try again; it starts anew. {0} tells more.</source>
        <translation>Versuchen Sie es erneut; er startet neu. {0} sagt mehr.</translation>
    </message>
    <message>
        <source>The worker {0} cannot be started: {1}.</source>
        <translation>Der Arbeitsprozess {0} kann nicht gestartet werden: {1}.</translation>
    </message>
    <message>
        <source>Install Loupe again, or look for what blocks it.</source>
        <translation>Installieren Sie Loupe neu oder suchen Sie, was es blockiert.</translation>
    </message>
    <message>
        <source>The job {0} has no result.</source>
        <translation>Der Job {0} hat kein Ergebnis.</translation>
    </message>
    <message>
        <source>{0} is {1} and cannot be resumed.</source>
        <translation>{0} ist {1} und kann nicht fortgesetzt werden.</translation>
    </message>
    <message>
        <source>The holdout was drawn by these groups and is frozen: every image stays in its group.</source>
        <translation>Die Prüfmenge wurde nach diesen Gruppen gezogen und ist eingefroren: Jedes Bild bleibt in seiner Gruppe.</translation>
    </message>
    <message>
        <source>Every image needs a class in a project that sorts images, so none is empty.</source>
        <translation>In einem Projekt, das Bilder sortiert, braucht jedes Bild eine Klasse; keines ist leer.</translation>
    </message>
    <message>
        <source>A group needs a name.</source>
        <translation>Eine Gruppe braucht einen Namen.</translation>
    </message>
    <message>
        <source>Group images before the holdout is frozen, or take out what must not be used.</source>
        <translation>Gruppieren Sie Bilder, bevor die Prüfmenge eingefroren ist, oder nehmen Sie heraus, was nicht verwendet werden darf.</translation>
    </message>
    <message>
        <source>Add a class for those where no other fits.</source>
        <translation>Legen Sie eine Klasse an für die, zu denen keine andere passt.</translation>
    </message>
    <message>
        <source>Such as patient 7.</source>
        <translation>Etwa Patient 7.</translation>
    </message>
    <message>
        <source>A class cannot be merged into itself.</source>
        <translation>Eine Klasse kann nicht mit sich selbst vereinigt werden.</translation>
    </message>
    <message>
        <source>Choose another one.</source>
        <translation>Wählen Sie eine andere.</translation>
    </message>
    <message>
        <source>No change of the classes is left to undo.</source>
        <translation>Es gibt keine Änderung der Klassen mehr rückgängig zu machen.</translation>
    </message>
    <message>
        <source>No change of the classes is left to do again.</source>
        <translation>Es gibt keine Änderung der Klassen mehr zu wiederholen.</translation>
    </message>
    <message>
        <source>No image was measured by both with the same labels.</source>
        <translation>Kein Bild wurde mit beiden an denselben Annotationen gemessen.</translation>
    </message>
    <message>
        <source>These versions were trained for different tasks.</source>
        <translation>Diese Versionen wurden für verschiedene Aufgaben trainiert.</translation>
    </message>
    <message>
        <source>The classes changed between these versions, so their figures do not compare.</source>
        <translation>Zwischen diesen Versionen änderten sich die Klassen; ihre Kennzahlen lassen sich nicht vergleichen.</translation>
    </message>
    <message>
        <source>Train again: the next version is measured on all that is labeled by then.</source>
        <translation>Trainieren Sie erneut: Die nächste Version wird an allem gemessen, was bis dahin annotiert ist.</translation>
    </message>
    <message>
        <source>Compare versions that were trained after the change.</source>
        <translation>Vergleichen Sie Versionen, die nach der Änderung trainiert wurden.</translation>
    </message>
    <message>
        <source>The objects of the dataset have {0} keypoints, those of the project {1}.</source>
        <translation>Die Objekte des Datensatzes haben {0} Schlüsselpunkte, die des Projekts {1}.</translation>
    </message>
    <message>
        <source>Make a project with these keypoints.</source>
        <translation>Legen Sie ein Projekt mit diesen Schlüsselpunkten an.</translation>
    </message>
    <message>
        <source>Version {0} did not keep what it saw in each image.</source>
        <translation>Version {0} hat nicht aufgehoben, was sie in jedem Bild sah.</translation>
    </message>
    <message>
        <source>Versions trained from now on do.</source>
        <translation>Von jetzt an trainierte Versionen tun es.</translation>
    </message>
    <message>
        <source>There is no example to look for.</source>
        <translation>Es gibt kein Beispiel, nach dem gesucht werden könnte.</translation>
    </message>
    <message>
        <source>This image measures the model, so it gets no suggestions.</source>
        <translation>Dieses Bild misst das Modell, deshalb bekommt es keine Vorschläge.</translation>
    </message>
    <message>
        <source>Select an object that you drew.</source>
        <translation>Wählen Sie ein Objekt aus, das Sie gezeichnet haben.</translation>
    </message>
    <message>
        <source>Images are being added; they come first.</source>
        <translation>Es werden gerade Bilder hinzugefügt; sie gehen vor.</translation>
    </message>
    <message>
        <source>Wait until they are in, or stop adding them.</source>
        <translation>Warten Sie, bis sie da sind, oder halten Sie das Hinzufügen an.</translation>
    </message>
    <message>
        <source>{0} of the image's annotations say too little for the task {1}: the first is a {2}.</source>
        <translation>{0} Annotationen des Bildes sagen zu wenig für die Aufgabe {1}; die erste: [2].</translation>
    </message>
    <message>
        <source>Draw them again with a tool of this task, or delete them.</source>
        <translation>Zeichnen Sie sie mit einem Werkzeug dieser Aufgabe neu oder löschen Sie sie.</translation>
    </message>
    <message>
        <source>The class of this shape was removed or merged meanwhile.</source>
        <translation>Die Klasse dieser Form wurde inzwischen entfernt oder vereinigt.</translation>
    </message>
    <message>
        <source>The image has no class yet, or several.</source>
        <translation>Das Bild hat noch keine Klasse, oder mehrere.</translation>
    </message>
    <message>
        <source>Choose one class for it.</source>
        <translation>Wählen Sie eine Klasse dafür.</translation>
    </message>
    <message>
        <source>The project has no image with the number {0}.</source>
        <translation>Das Projekt hat kein Bild mit der Nummer {0}.</translation>
    </message>
    <message>
        <source>A shape reaches beyond the image {0}.</source>
        <translation>Eine Form reicht über das Bild {0} hinaus.</translation>
    </message>
    <message>
        <source>Draw it with another class, or undo that on the page Classes.</source>
        <translation>Zeichnen Sie sie mit einer anderen Klasse oder machen Sie das auf der Seite Klassen rückgängig.</translation>
    </message>
    <message>
        <source>The image has annotations, so it is not empty.</source>
        <translation>Das Bild hat Annotationen, es ist also nicht leer.</translation>
    </message>
    <message>
        <source>Flagged images come back as questions, and no round asks any now.</source>
        <translation>Vorgemerkte Bilder kommen als Fragen wieder, und gerade stellt keine Runde welche.</translation>
    </message>
    <message>
        <source>Delete them first, or confirm the image as complete.</source>
        <translation>Löschen Sie sie zuerst oder bestätigen Sie das Bild als vollständig.</translation>
    </message>
    <message>
        <source>Flag it once the next questions are there.</source>
        <translation>Merken Sie es vor, sobald die nächsten Fragen da sind.</translation>
    </message>
    <message>
        <source>No version was promoted.</source>
        <translation>Es wurde keine Version gewählt.</translation>
    </message>
    <message>
        <source>Version {0} was trained for another task.</source>
        <translation>Version {0} wurde für eine andere Aufgabe trainiert.</translation>
    </message>
    <message>
        <source>The weights {0} are gone.</source>
        <translation>Die Gewichte {0} gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>There is no model yet.</source>
        <translation>Es gibt noch kein Modell.</translation>
    </message>
    <message>
        <source>Train one first.</source>
        <translation>Trainieren Sie zuerst eines.</translation>
    </message>
    <message>
        <source>{0} is {1} x {2} pixels and was {3} x {4} when it was added.</source>
        <translation>{0} hat {1} x {2} Pixel und hatte {3} x {4}, als es hinzugefügt wurde.</translation>
    </message>
    <message>
        <source>Put the original file back; labels would no longer fit.</source>
        <translation>Legen Sie die ursprüngliche Datei zurück; Annotationen würden nicht mehr passen.</translation>
    </message>
    <message>
        <source>Check the name of the folder.</source>
        <translation>Prüfen Sie den Namen des Ordners.</translation>
    </message>
    <message>
        <source>Round {0} waits for its labels and a training.</source>
        <translation>Runde {0} wartet auf ihre Annotationen und ein Training.</translation>
    </message>
    <message>
        <source>The questions of round {0} are on their way.</source>
        <translation>Die Fragen der Runde {0} sind unterwegs.</translation>
    </message>
    <message>
        <source>Answer or skip its questions and train, or replace its questions.</source>
        <translation>Beantworten oder überspringen Sie ihre Fragen und trainieren Sie, oder lassen Sie neue Fragen stellen.</translation>
    </message>
    <message>
        <source>The project has no images.</source>
        <translation>Das Projekt hat keine Bilder.</translation>
    </message>
    <message>
        <source>A training runs already.</source>
        <translation>Es läuft schon ein Training.</translation>
    </message>
    <message>
        <source>Add some first.</source>
        <translation>Fügen Sie zuerst welche hinzu.</translation>
    </message>
    <message>
        <source>Add more images.</source>
        <translation>Fügen Sie weitere Bilder hinzu.</translation>
    </message>
    <message>
        <source>No round is open.</source>
        <translation>Es ist keine Runde offen.</translation>
    </message>
    <message>
        <source>Wait for it, or stop it first.</source>
        <translation>Warten Sie darauf oder beenden Sie es zuerst.</translation>
    </message>
    <message>
        <source>Ask for the next questions.</source>
        <translation>Lassen Sie die nächsten Fragen stellen.</translation>
    </message>
    <message>
        <source>{0} pairs of the confirmation could not be run.</source>
        <translation>{0} Paare der Bestätigung konnten nicht laufen.</translation>
    </message>
    <message>
        <source>Mend what their notices name, then resume the search.</source>
        <translation>Beheben Sie, was ihre Hinweise nennen, und setzen Sie die Suche fort.</translation>
    </message>
    <message>
        <source>Begin a new search.</source>
        <translation>Beginnen Sie eine neue Suche.</translation>
    </message>
    <message>
        <source>The defaults could not be trained: {0}</source>
        <translation>Der Standard konnte nicht trainiert werden: [0]</translation>
    </message>
    <message>
        <source>{0} trials in a row failed, the last one so: {1}</source>
        <translation>{0} Versuche nacheinander sind fehlgeschlagen, der letzte so: [1]</translation>
    </message>
    <message>
        <source>Mend this, then resume the search.</source>
        <translation>Beheben Sie das und setzen Sie die Suche fort.</translation>
    </message>
    <message>
        <source>A search runs already.</source>
        <translation>Es läuft schon eine Suche.</translation>
    </message>
    <message>
        <source>The image {0} is gone.</source>
        <translation>Das Bild {0} gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>The image {0} has changed since it was added.</source>
        <translation>Das Bild {0} hat sich geändert, seit es hinzugefügt wurde.</translation>
    </message>
    <message>
        <source>The training images need {0} MB on the disk of {1}, where {2} MB are free.</source>
        <translation>Die Trainingsbilder brauchen {0} MB auf der Platte von {1}; dort sind {2} MB frei.</translation>
    </message>
    <message>
        <source>Put it back, or add its new folder to the project.</source>
        <translation>Legen Sie es zurück oder fügen Sie seinen neuen Ordner dem Projekt hinzu.</translation>
    </message>
    <message>
        <source>Put the original file back; its labels would no longer fit.</source>
        <translation>Legen Sie die ursprüngliche Datei zurück; ihre Annotationen würden nicht mehr passen.</translation>
    </message>
    <message>
        <source>Free some space, then start again.</source>
        <translation>Schaffen Sie Platz und starten Sie erneut.</translation>
    </message>
    <message>
        <source>The snapshot {0} could not be written: {1}.</source>
        <translation>Der Schnappschuss {0} konnte nicht geschrieben werden: {1}.</translation>
    </message>
    <message>
        <source>Free some disk space, then start again.</source>
        <translation>Schaffen Sie Platz auf der Platte und starten Sie erneut.</translation>
    </message>
    <message>
        <source>A project for pose needs its keypoints.</source>
        <translation>Ein Projekt für pose braucht seine Schlüsselpunkte.</translation>
    </message>
    <message>
        <source>The project's task is {0} already.</source>
        <translation>Die Aufgabe des Projekts ist schon {0}.</translation>
    </message>
    <message>
        <source>Name them, or choose those of a person.</source>
        <translation>Nennen Sie sie oder wählen Sie die eines Menschen.</translation>
    </message>
    <message>
        <source>Something still runs for the task the project has.</source>
        <translation>Es läuft noch etwas für die jetzige Aufgabe des Projekts.</translation>
    </message>
    <message>
        <source>The training left no weights in {0}.</source>
        <translation>Das Training hat in {0} keine Gewichte hinterlassen.</translation>
    </message>
    <message>
        <source>No image is completely labeled yet.</source>
        <translation>Noch ist kein Bild vollständig annotiert.</translation>
    </message>
    <message>
        <source>All labeled images are of one group, so nothing is left to measure on.</source>
        <translation>Alle annotierten Bilder gehören zu einer Gruppe; zum Messen bleibt nichts übrig.</translation>
    </message>
    <message>
        <source>Label some images, and confirm each for every class.</source>
        <translation>Annotieren Sie einige Bilder und bestätigen Sie jedes für alle Klassen.</translation>
    </message>
    <message>
        <source>Label images of another group, too.</source>
        <translation>Annotieren Sie auch Bilder einer anderen Gruppe.</translation>
    </message>
    <message>
        <source>{0} is a model for the task {1}, not for {2}.</source>
        <translation>{0} ist ein Modell für die Aufgabe {1}, nicht für {2}.</translation>
    </message>
    <message>
        <source>There are no weights named {0}.</source>
        <translation>Es gibt keine Gewichte namens {0}.</translation>
    </message>
    <message>
        <source>The weights {0} are not on this machine and cannot be fetched: no network.</source>
        <translation>Die Gewichte {0} sind nicht auf diesem Rechner und können nicht geholt werden: kein Netz.</translation>
    </message>
    <message>
        <source>Choose {0}.pt or another model of that kind.</source>
        <translation>Wählen Sie {0}.pt oder ein anderes Modell dieser Art.</translation>
    </message>
    <message>
        <source>Delete the folder cache/scores of the project; the next query fills it again.</source>
        <translation>Löschen Sie den Ordner cache/scores des Projekts; die nächste Abfrage füllt ihn wieder.</translation>
    </message>
    <message>
        <source>The project has no class with the number {0}.</source>
        <translation>Das Projekt hat keine Klasse mit der Nummer {0}.</translation>
    </message>
    <message>
        <source>The project {0} is open read-only.</source>
        <translation>Das Projekt {0} ist nur zum Lesen geöffnet.</translation>
    </message>
    <message>
        <source>Close it where else it is open, then open it again.</source>
        <translation>Schließen Sie es dort, wo es noch geöffnet ist, und öffnen Sie es erneut.</translation>
    </message>
    <message>
        <source>{0} was not closed cleanly and must be put in order first.</source>
        <translation>{0} wurde nicht sauber geschlossen und muss erst in Ordnung gebracht werden.</translation>
    </message>
    <message>
        <source>Open it once for writing.</source>
        <translation>Öffnen Sie es einmal zum Schreiben.</translation>
    </message>
    <message>
        <source>The disk is full: {0} cannot grow.</source>
        <translation>Die Platte ist voll: {0} kann nicht wachsen.</translation>
    </message>
    <message>
        <source>Another program keeps {0} locked.</source>
        <translation>Ein anderes Programm hält {0} gesperrt.</translation>
    </message>
    <message>
        <source>{0} is damaged or not a Loupe project.</source>
        <translation>{0} ist beschädigt oder kein Loupe-Projekt.</translation>
    </message>
    <message>
        <source>{0} cannot be opened as asked.</source>
        <translation>{0} kann so nicht geöffnet werden.</translation>
    </message>
    <message>
        <source>The disk failed while {0} was used.</source>
        <translation>Die Platte versagte, während {0} benutzt wurde.</translation>
    </message>
    <message>
        <source>Free some space and try again; what was stored before is safe.</source>
        <translation>Schaffen Sie Platz und versuchen Sie es erneut; was davor gespeichert wurde, ist sicher.</translation>
    </message>
    <message>
        <source>Close what else reads or copies the project and try again.</source>
        <translation>Schließen Sie, was das Projekt sonst liest oder kopiert, und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Restore it from a backup; the images themselves are not in it.</source>
        <translation>Stellen Sie es aus einer Sicherung wieder her; die Bilder selbst sind nicht darin.</translation>
    </message>
    <message>
        <source>Check the permissions of the project folder, or copy it to another disk.</source>
        <translation>Prüfen Sie die Rechte des Projektordners oder kopieren Sie ihn auf eine andere Platte.</translation>
    </message>
    <message>
        <source>Check the disk or the network drive; what was stored before is safe.</source>
        <translation>Prüfen Sie die Platte oder das Netzlaufwerk; was davor gespeichert wurde, ist sicher.</translation>
    </message>
    <message>
        <source>An annotation of image {0} has changed meanwhile.</source>
        <translation>Eine Annotation von Bild {0} hat sich inzwischen geändert.</translation>
    </message>
    <message>
        <source>Reload the image and try again.</source>
        <translation>Laden Sie das Bild neu und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>The project {0} is open in {1}.</source>
        <translation>Das Projekt {0} ist geöffnet: [1].</translation>
    </message>
    <message>
        <source>The project {0} cannot be locked: {1}.</source>
        <translation>Das Projekt {0} kann nicht gesperrt werden: {1}.</translation>
    </message>
    <message>
        <source>The project {0} cannot be written: {1}.</source>
        <translation>Das Projekt {0} kann nicht geschrieben werden: {1}.</translation>
    </message>
    <message>
        <source>Close it there, or open it read-only.</source>
        <translation>Schließen Sie es dort oder öffnen Sie es nur zum Lesen.</translation>
    </message>
    <message>
        <source>Move it to a disk that supports locks, or open it read-only.</source>
        <translation>Verschieben Sie es auf eine Platte, die Sperren kennt, oder öffnen Sie es nur zum Lesen.</translation>
    </message>
    <message>
        <source>Free some space or check the permissions of the folder.</source>
        <translation>Schaffen Sie Platz oder prüfen Sie die Rechte des Ordners.</translation>
    </message>
    <message>
        <source>{0} is not a Loupe project.</source>
        <translation>{0} ist kein Loupe-Projekt.</translation>
    </message>
    <message>
        <source>{0} is damaged: it does not say its version.</source>
        <translation>{0} ist beschädigt: Es nennt seine Version nicht.</translation>
    </message>
    <message>
        <source>{0} was written by a newer Loupe (its format is {1}, this one knows up to {2}).</source>
        <translation>{0} wurde von einem neueren Loupe geschrieben (sein Format ist {1}, dieses kennt bis {2}).</translation>
    </message>
    <message>
        <source>Choose the folder of a Loupe project.</source>
        <translation>Wählen Sie den Ordner eines Loupe-Projekts.</translation>
    </message>
    <message>
        <source>Open it with the newer Loupe.</source>
        <translation>Öffnen Sie es mit dem neueren Loupe.</translation>
    </message>
    <message>
        <source>It was not changed; restore it from a backup.</source>
        <translation>Es wurde nicht verändert; stellen Sie es aus einer Sicherung wieder her.</translation>
    </message>
    <message>
        <source>Free some space and open it again; it was not changed.</source>
        <translation>Schaffen Sie Platz und öffnen Sie es erneut; es wurde nicht verändert.</translation>
    </message>
    <message>
        <source>There is no Loupe project in {0}.</source>
        <translation>In {0} ist kein Loupe-Projekt.</translation>
    </message>
    <message>
        <source>The project {0} is on a read-only medium or not yours to write.</source>
        <translation>Das Projekt {0} liegt auf einem schreibgeschützten Medium, oder Sie dürfen es nicht ändern.</translation>
    </message>
    <message>
        <source>There is a project in {0} already.</source>
        <translation>In {0} ist schon ein Projekt.</translation>
    </message>
    <message>
        <source>The folder {0} is not empty: it holds {1}.</source>
        <translation>Der Ordner {0} ist nicht leer: Er enthält {1}.</translation>
    </message>
    <message>
        <source>{0} was written by an older Loupe and must be upgraded first.</source>
        <translation>{0} wurde von einem älteren Loupe geschrieben und muss erst auf den neuen Stand gebracht werden.</translation>
    </message>
    <message>
        <source>Choose another folder, or make a project there.</source>
        <translation>Wählen Sie einen anderen Ordner oder legen Sie dort ein Projekt an.</translation>
    </message>
    <message>
        <source>Open it read-only, or copy it to your own disk.</source>
        <translation>Öffnen Sie es nur zum Lesen oder kopieren Sie es auf Ihre eigene Platte.</translation>
    </message>
    <message>
        <source>Open it, or choose another folder.</source>
        <translation>Öffnen Sie es oder wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>The folder {0} cannot be used: {1}.</source>
        <translation>Der Ordner {0} kann nicht verwendet werden: {1}.</translation>
    </message>
    <message>
        <source>Choose a new folder for the project; the images stay where they are.</source>
        <translation>Wählen Sie einen neuen Ordner für das Projekt; die Bilder bleiben, wo sie sind.</translation>
    </message>
    <message>
        <source>The folder {0} cannot be written: {1}.</source>
        <translation>In den Ordner {0} kann nicht geschrieben werden: {1}.</translation>
    </message>
    <message>
        <source>The project {0} cannot be read: {1}.</source>
        <translation>Das Projekt {0} kann nicht gelesen werden: {1}.</translation>
    </message>
    <message>
        <source>Open it once for writing, or copy it to your own disk and open the copy.</source>
        <translation>Öffnen Sie es einmal zum Schreiben oder kopieren Sie es auf Ihre eigene Platte und öffnen Sie die Kopie.</translation>
    </message>
    <message>
        <source>Choose a folder on a disk you may write.</source>
        <translation>Wählen Sie einen Ordner auf einer Platte, auf die Sie schreiben dürfen.</translation>
    </message>
    <message>
        <source>Copy the project folder to your own disk and open the copy.</source>
        <translation>Kopieren Sie den Projektordner auf Ihre eigene Platte und öffnen Sie die Kopie.</translation>
    </message>
    <message>
        <source>The project holds a damaged record ({0}): {1}.</source>
        <translation>Das Projekt enthält einen beschädigten Eintrag ({0}): {1}.</translation>
    </message>
    <message>
        <source>Restore project.db from a backup.</source>
        <translation>Stellen Sie project.db aus einer Sicherung wieder her.</translation>
    </message>
    <message>
        <source>The scores in {0} are damaged: {1}.</source>
        <translation>Die Bewertungen in {0} sind beschädigt: {1}.</translation>
    </message>
    <message>
        <source>The scores cannot be written to {0}: {1}.</source>
        <translation>Die Bewertungen können nicht nach {0} geschrieben werden: {1}.</translation>
    </message>
    <message>
        <source>Free some space; what was scored before is kept.</source>
        <translation>Schaffen Sie Platz; was schon bewertet ist, bleibt.</translation>
    </message>
    <message>
        <source>Delete that folder; it is filled again.</source>
        <translation>Löschen Sie diesen Ordner; er wird wieder gefüllt.</translation>
    </message>
    <message>
        <source>{0} stays in {1}: its split is frozen.</source>
        <translation>{0} bleibt in {1}: Seine Aufteilung ist eingefroren.</translation>
    </message>
    <message>
        <source>A search needs at least one trial, one slot and some time.</source>
        <translation>Eine Suche braucht mindestens einen Versuch, einen Platz und etwas Zeit.</translation>
    </message>
    <message>
        <source>Begin a new search; the values of the two cannot be compared.</source>
        <translation>Beginnen Sie eine neue Suche; die Werte der beiden lassen sich nicht vergleichen.</translation>
    </message>
    <message>
        <source>Label more images.</source>
        <translation>Annotieren Sie mehr Bilder.</translation>
    </message>
    <message>
        <source>This machine has no device {0}.</source>
        <translation>Dieser Rechner hat kein Gerät {0}.</translation>
    </message>
    <message>
        <source>Use the device auto.</source>
        <translation>Verwenden Sie das Gerät auto.</translation>
    </message>
    <message>
        <source>This model cannot be exported to ONNX: {0}</source>
        <translation>Dieses Modell kann nicht nach ONNX exportiert werden: {0}</translation>
    </message>
    <message>
        <source>Free some space or choose another folder.</source>
        <translation>Schaffen Sie Platz oder wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>None of the images for the check can be read.</source>
        <translation>Keines der Bilder für die Prüfung kann gelesen werden.</translation>
    </message>
    <message>
        <source>This installation cannot load weights safely.</source>
        <translation>Diese Installation kann Gewichte nicht sicher laden.</translation>
    </message>
    <message>
        <source>Install current releases of torch and ultralytics.</source>
        <translation>Installieren Sie aktuelle Versionen von torch und ultralytics.</translation>
    </message>
    <message>
        <source>{0} are not SAM weights: the file is damaged, of another kind, or holds more than numbers.</source>
        <translation>{0} sind keine SAM-Gewichte: Die Datei ist beschädigt, von anderer Art oder enthält mehr als Zahlen.</translation>
    </message>
    <message>
        <source>There are no weights {0}.</source>
        <translation>Es gibt keine Gewichte {0}.</translation>
    </message>
    <message>
        <source>Use weights that Ultralytics publishes, such as mobile_sam.pt or sam2.1_t.pt.</source>
        <translation>Verwenden Sie Gewichte, die Ultralytics veröffentlicht, etwa mobile_sam.pt oder sam2.1_t.pt.</translation>
    </message>
    <message>
        <source>Choose others, or GrabCut, beside the canvas.</source>
        <translation>Wählen Sie neben der Zeichenfläche andere, oder GrabCut.</translation>
    </message>
    <message>
        <source>The memory does not suffice for these SAM weights.</source>
        <translation>Der Speicher reicht für diese SAM-Gewichte nicht.</translation>
    </message>
    <message>
        <source>Choose smaller weights or GrabCut beside the canvas.</source>
        <translation>Wählen Sie neben der Zeichenfläche kleinere Gewichte oder GrabCut.</translation>
    </message>
    <message>
        <source>The GPU has too little memory for even one image.</source>
        <translation>Die GPU hat selbst für ein einziges Bild zu wenig Speicher.</translation>
    </message>
    <message>
        <source>Choose a smaller image size, or the device cpu.</source>
        <translation>Wählen Sie eine kleinere Bildgröße oder das Gerät cpu.</translation>
    </message>
    <message>
        <source>The GPU has too little memory for even one image per step.</source>
        <translation>Die GPU hat selbst für ein Bild je Schritt zu wenig Speicher.</translation>
    </message>
    <message>
        <source>The training diverged: its losses are not numbers any more.</source>
        <translation>Das Training ist entgleist: Seine Verluste sind keine Zahlen mehr.</translation>
    </message>
    <message>
        <source>The disk is full.</source>
        <translation>Die Platte ist voll.</translation>
    </message>
    <message>
        <source>the disk is full</source>
        <translation>die Platte ist voll</translation>
    </message>
    <message>
        <source>Choose a smaller image size or model, or the device cpu.</source>
        <translation>Wählen Sie eine kleinere Bildgröße, ein kleineres Modell oder das Gerät cpu.</translation>
    </message>
    <message>
        <source>Lower the learning rate.</source>
        <translation>Verringern Sie die Lernrate.</translation>
    </message>
    <message>
        <source>Free some space and resume; whole epochs are kept.</source>
        <translation>Schaffen Sie Platz und setzen Sie fort; ganze Epochen bleiben erhalten.</translation>
    </message>
    <message>
        <source>There is no model {0}.</source>
        <translation>Es gibt kein Modell {0}.</translation>
    </message>
    <message>
        <source>The weights {0} are not here and the network is not reachable.</source>
        <translation>Die Gewichte {0} sind nicht hier, und das Netz ist nicht erreichbar.</translation>
    </message>
    <message>
        <source>{0} is not a model: it is empty, damaged or of another kind.</source>
        <translation>{0} ist kein Modell: Die Datei ist leer, beschädigt oder von anderer Art.</translation>
    </message>
    <message>
        <source>{0} holds more than a model and was not opened: it could run code.</source>
        <translation>{0} enthält mehr als ein Modell und wurde nicht geöffnet: Es könnte Code ausführen.</translation>
    </message>
    <message>
        <source>Use weights that Ultralytics or Loupe wrote.</source>
        <translation>Verwenden Sie Gewichte, die Ultralytics oder Loupe geschrieben hat.</translation>
    </message>
    <message>
        <source>The log of the worker tells more.</source>
        <translation>Das Protokoll des Arbeitsprozesses sagt mehr.</translation>
    </message>
</context>
</TS>
