<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source>Loupe is free software under the GNU Affero General Public License, version 3 or later, because Ultralytics, with which it trains, is. You may use it for any purpose, commercial ones too. If you pass Loupe on, or let others use a changed Loupe over a network, they must get its source under the same terms. An enterprise license of Ultralytics changes what applies to its part.</source>
        <translation>Loupe ist freie Software unter der GNU Affero General Public License, Version 3 oder neuer, weil auch Ultralytics, womit es trainiert, darunter steht. Sie dürfen es zu jedem Zweck nutzen, auch zu einem kommerziellen. Wenn Sie Loupe weitergeben oder andere ein verändertes Loupe über ein Netz nutzen lassen, müssen diese seinen Quelltext unter denselben Bedingungen erhalten. Eine Unternehmenslizenz von Ultralytics ändert, was für dessen Teil gilt.</translation>
    </message>
    <message>
        <source>Loupe sends nothing anywhere. It uses the network only when you start a download. The font is Inter, under the SIL Open Font License.</source>
        <translation>Loupe sendet nichts irgendwohin. Das Netz nutzt es nur, wenn Sie einen Download starten. Die Schrift ist Inter, unter der SIL Open Font License.</translation>
    </message>
    <message>
        <source>Esc closes</source>
        <translation>Esc schließt</translation>
    </message>
    <message>
        <source>Version {version}</source>
        <translation>Version {version}</translation>
    </message>
    <message>
        <source>Run from a source folder</source>
        <translation>Aus einem Quelltextordner gestartet</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>Loop</source>
        <translation>Schleife</translation>
    </message>
    <message>
        <source>Go to</source>
        <translation>Gehe zu</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ansicht</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Start</source>
        <comment>page</comment>
        <translation>Start</translation>
    </message>
    <message>
        <source>Images</source>
        <comment>page</comment>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Classes</source>
        <comment>page</comment>
        <translation>Klassen</translation>
    </message>
    <message>
        <source>Label</source>
        <comment>page</comment>
        <translation>Annotieren</translation>
    </message>
    <message>
        <source>Train</source>
        <comment>page</comment>
        <translation>Training</translation>
    </message>
    <message>
        <source>Search</source>
        <comment>page</comment>
        <translation>Suche</translation>
    </message>
    <message>
        <source>Progress</source>
        <comment>page</comment>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Models</source>
        <comment>page</comment>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Help</source>
        <comment>page</comment>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Settings</source>
        <comment>page</comment>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>Befehl suchen</translation>
    </message>
    <message>
        <source>No command has these words.</source>
        <translation>Kein Befehl enthält diese Wörter.</translation>
    </message>
    <message>
        <source>No project is open.</source>
        <translation>Es ist kein Projekt geöffnet.</translation>
    </message>
    <message>
        <source>Only on the page {page}.</source>
        <translation>Nur auf der Seite {page}.</translation>
    </message>
    <message>
        <source>Theme: {name}</source>
        <translation>Design: {name}</translation>
    </message>
    <message>
        <source>Show the tour</source>
        <translation>Rundgang zeigen</translation>
    </message>
    <message>
        <source>About Loupe</source>
        <translation>Über Loupe</translation>
    </message>
    <message>
        <source>The screen that the window was on is gone, so it opens on this one.</source>
        <translation>Den Bildschirm, auf dem das Fenster war, gibt es nicht mehr; es öffnet sich auf diesem.</translation>
    </message>
    <message>
        <source>Loupe was ended by an error in a library the last time.</source>
        <translation>Loupe wurde beim letzten Mal durch einen Fehler in einer Bibliothek beendet.</translation>
    </message>
    <message>
        <source>Everything you labeled before is stored.</source>
        <translation>Alles, was Sie davor annotiert haben, ist gespeichert.</translation>
    </message>
    <message>
        <source>Select and edit</source>
        <translation>Auswählen und bearbeiten</translation>
    </message>
    <message>
        <source>Draw boxes</source>
        <translation>Rahmen zeichnen</translation>
    </message>
    <message>
        <source>Box by four extreme points</source>
        <translation>Rahmen aus vier äußersten Punkten</translation>
    </message>
    <message>
        <source>Draw rotated boxes</source>
        <translation>Gedrehte Rahmen zeichnen</translation>
    </message>
    <message>
        <source>Place keypoints</source>
        <translation>Schlüsselpunkte setzen</translation>
    </message>
    <message>
        <source>Draw polygons</source>
        <translation>Polygone zeichnen</translation>
    </message>
    <message>
        <source>Paint outlines</source>
        <translation>Umrisse malen</translation>
    </message>
    <message>
        <source>Erase from outlines</source>
        <translation>Umrisse radieren</translation>
    </message>
    <message>
        <source>Take regions of one color</source>
        <translation>Bereiche einer Farbe nehmen</translation>
    </message>
    <message>
        <source>Cut outlines in two</source>
        <translation>Umrisse zerschneiden</translation>
    </message>
    <message>
        <source>Trace objects by click or box</source>
        <translation>Objekte mit Klick oder Rahmen umfahren</translation>
    </message>
    <message>
        <source>Trace what is in the selected boxes</source>
        <translation>Umfahren, was in den ausgewählten Rahmen ist</translation>
    </message>
    <message>
        <source>Smaller brush</source>
        <translation>Kleinerer Pinsel</translation>
    </message>
    <message>
        <source>Larger brush</source>
        <translation>Größerer Pinsel</translation>
    </message>
    <message>
        <source>Join the selected outlines</source>
        <translation>Ausgewählte Umrisse vereinigen</translation>
    </message>
    <message>
        <source>Simplify the selected outlines</source>
        <translation>Ausgewählte Umrisse vereinfachen</translation>
    </message>
    <message>
        <source>Next keypoint of the object</source>
        <translation>Nächster Schlüsselpunkt des Objekts</translation>
    </message>
    <message>
        <source>Previous keypoint of the object</source>
        <translation>Voriger Schlüsselpunkt des Objekts</translation>
    </message>
    <message>
        <source>Place a skeleton in the middle</source>
        <translation>Skelett in die Mitte setzen</translation>
    </message>
    <message>
        <source>Repeat the last tool</source>
        <translation>Letztes Werkzeug wieder nehmen</translation>
    </message>
    <message>
        <source>Cancel or deselect</source>
        <translation>Abbrechen oder Auswahl aufheben</translation>
    </message>
    <message>
        <source>Next suggestion or object</source>
        <translation>Nächster Vorschlag oder nächstes Objekt</translation>
    </message>
    <message>
        <source>Previous suggestion or object</source>
        <translation>Voriger Vorschlag oder voriges Objekt</translation>
    </message>
    <message>
        <source>Go to what is left, then confirm the image</source>
        <translation>Zum Offenen gehen, dann das Bild bestätigen</translation>
    </message>
    <message>
        <source>Nothing here</source>
        <translation>Hier ist nichts</translation>
    </message>
    <message>
        <source>Accept suggestion</source>
        <translation>Vorschlag übernehmen</translation>
    </message>
    <message>
        <source>Reject suggestion</source>
        <translation>Vorschlag ablehnen</translation>
    </message>
    <message>
        <source>Accept all shown suggestions</source>
        <translation>Alle gezeigten Vorschläge übernehmen</translation>
    </message>
    <message>
        <source>Show less confident</source>
        <translation>Auch unsicherere zeigen</translation>
    </message>
    <message>
        <source>Show more confident</source>
        <translation>Nur sicherere zeigen</translation>
    </message>
    <message>
        <source>Move left, or previous image</source>
        <translation>Nach links, oder voriges Bild</translation>
    </message>
    <message>
        <source>Move right, or next image</source>
        <translation>Nach rechts, oder nächstes Bild</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>Nach oben</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>Nach unten</translation>
    </message>
    <message>
        <source>Move left 10 pixels</source>
        <translation>10 Pixel nach links</translation>
    </message>
    <message>
        <source>Move right 10 pixels</source>
        <translation>10 Pixel nach rechts</translation>
    </message>
    <message>
        <source>Move up 10 pixels</source>
        <translation>10 Pixel nach oben</translation>
    </message>
    <message>
        <source>Move down 10 pixels</source>
        <translation>10 Pixel nach unten</translation>
    </message>
    <message>
        <source>Next image</source>
        <translation>Nächstes Bild</translation>
    </message>
    <message>
        <source>Previous image</source>
        <translation>Voriges Bild</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Select all objects</source>
        <translation>Alle Objekte auswählen</translation>
    </message>
    <message>
        <source>Select all objects of the class</source>
        <translation>Alle Objekte der Klasse auswählen</translation>
    </message>
    <message>
        <source>Bring to front</source>
        <translation>In den Vordergrund</translation>
    </message>
    <message>
        <source>Send to back</source>
        <translation>In den Hintergrund</translation>
    </message>
    <message>
        <source>Lock or unlock</source>
        <translation>Sperren oder entsperren</translation>
    </message>
    <message>
        <source>Hide the selected objects</source>
        <translation>Ausgewählte Objekte ausblenden</translation>
    </message>
    <message>
        <source>Show hidden objects again</source>
        <translation>Ausgeblendete Objekte wieder zeigen</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Einfügen</translation>
    </message>
    <message>
        <source>Copy the labels of the image before</source>
        <translation>Annotationen des vorigen Bildes kopieren</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Duplizieren</translation>
    </message>
    <message>
        <source>Fit the image</source>
        <translation>Bild einpassen</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>Show or hide texts</source>
        <translation>Texte zeigen oder ausblenden</translation>
    </message>
    <message>
        <source>Show or hide the crosshair</source>
        <translation>Fadenkreuz zeigen oder ausblenden</translation>
    </message>
    <message>
        <source>Turn rotated boxes left 5°</source>
        <translation>Gedrehte Rahmen 5° nach links drehen</translation>
    </message>
    <message>
        <source>Turn rotated boxes left 0.5°</source>
        <translation>Gedrehte Rahmen 0,5° nach links drehen</translation>
    </message>
    <message>
        <source>Turn rotated boxes right 0.5°</source>
        <translation>Gedrehte Rahmen 0,5° nach rechts drehen</translation>
    </message>
    <message>
        <source>Turn rotated boxes right 5°</source>
        <translation>Gedrehte Rahmen 5° nach rechts drehen</translation>
    </message>
    <message>
        <source>Keypoint is not labeled</source>
        <translation>Schlüsselpunkt ist nicht annotiert</translation>
    </message>
    <message>
        <source>Keypoint is hidden</source>
        <translation>Schlüsselpunkt ist verdeckt</translation>
    </message>
    <message>
        <source>Keypoint is visible</source>
        <translation>Schlüsselpunkt ist sichtbar</translation>
    </message>
    <message>
        <source>Class {number}</source>
        <translation>Klasse {number}</translation>
    </message>
    <message>
        <source>Move the image while held</source>
        <translation>Bild verschieben, solange gedrückt</translation>
    </message>
    <message>
        <source>Hold its key and drag the image.</source>
        <translation>Halten Sie die Taste und ziehen Sie das Bild.</translation>
    </message>
    <message>
        <source>Show the bare image while held</source>
        <translation>Bloßes Bild zeigen, solange gedrückt</translation>
    </message>
    <message>
        <source>Hold its key and look: what is drawn is hidden meanwhile.</source>
        <translation>Halten Sie die Taste und sehen Sie hin: Gezeichnetes ist so lange ausgeblendet.</translation>
    </message>
    <message>
        <source>The project has no skeleton. Keypoints belong to projects with the task pose.</source>
        <translation>Das Projekt hat kein Skelett. Schlüsselpunkte gehören zu Projekten mit der Aufgabe pose.</translation>
    </message>
    <message>
        <source>Overview of the image</source>
        <translation>Übersicht des Bildes</translation>
    </message>
    <message>
        <source>Select the boxes whose objects shall be traced.</source>
        <translation>Wählen Sie die Rahmen aus, deren Objekte umfahren werden sollen.</translation>
    </message>
    <message>
        <source>No object was found in what is selected.</source>
        <translation>In der Auswahl wurde kein Objekt gefunden.</translation>
    </message>
    <message numerus="yes">
        <source>Trace %n object(s)</source>
        <translation>
            <numerusform>%n Objekt umfahren</numerusform>
            <numerusform>%n Objekte umfahren</numerusform>
        </translation>
    </message>
    <message>
        <source>Draw box</source>
        <translation>Rahmen zeichnen</translation>
    </message>
    <message>
        <source>There is no outline here to erase from. Select one, or press on it.</source>
        <translation>Hier ist kein Umriss zum Radieren. Wählen Sie einen aus oder drücken Sie auf ihn.</translation>
    </message>
    <message>
        <source>Paint</source>
        <translation>Malen</translation>
    </message>
    <message>
        <source>Erase</source>
        <translation>Radieren</translation>
    </message>
    <message>
        <source>Click</source>
        <translation>Klick</translation>
    </message>
    <message>
        <source>top, bottom, left and right</source>
        <translation>oben, unten, links und rechts</translation>
    </message>
    <message>
        <source>The four points lie on one line. Click them again.</source>
        <translation>Die vier Punkte liegen auf einer Linie. Klicken Sie sie noch einmal an.</translation>
    </message>
    <message>
        <source>{left} to click</source>
        <translation>Noch anzuklicken: {left}</translation>
    </message>
    <message>
        <source>on a point: hidden, not labeled</source>
        <translation>auf einen Punkt: verdeckt, nicht annotiert</translation>
    </message>
    <message>
        <source>boxes</source>
        <translation>Rahmen</translation>
    </message>
    <message>
        <source>outlines</source>
        <translation>Umrisse</translation>
    </message>
    <message>
        <source>rotated boxes</source>
        <translation>gedrehte Rahmen</translation>
    </message>
    <message>
        <source>keypoints</source>
        <translation>Schlüsselpunkte</translation>
    </message>
    <message>
        <source>the class of each image, which its key chooses</source>
        <translation>die Klasse jedes Bildes, die deren Taste wählt</translation>
    </message>
    <message>
        <source>This project learns {what}, so this tool is of no use here.</source>
        <translation>Dieses Projekt lernt {what}; das Werkzeug nützt hier nichts.</translation>
    </message>
    <message>
        <source>There is no outline here to cut a hole into. Select it first.</source>
        <translation>Hier ist kein Umriss, in den ein Loch geschnitten werden könnte. Wählen Sie ihn zuerst aus.</translation>
    </message>
    <message>
        <source>begin a hole</source>
        <translation>Loch beginnen</translation>
    </message>
    <message>
        <source>close it</source>
        <translation>schließen</translation>
    </message>
    <message>
        <source>hold to draw freely</source>
        <translation>halten, um frei zu zeichnen</translation>
    </message>
    <message>
        <source>An outline needs three points that span an area.</source>
        <translation>Ein Umriss braucht drei Punkte, die eine Fläche aufspannen.</translation>
    </message>
    <message>
        <source>Draw polygon</source>
        <translation>Polygon zeichnen</translation>
    </message>
    <message>
        <source>Cut hole</source>
        <translation>Loch schneiden</translation>
    </message>
    <message>
        <source>set the depth</source>
        <translation>Tiefe festlegen</translation>
    </message>
    <message>
        <source>Draw rotated box</source>
        <translation>Gedrehten Rahmen zeichnen</translation>
    </message>
    <message>
        <source>Resize box</source>
        <translation>Rahmengröße ändern</translation>
    </message>
    <message>
        <source>Move point</source>
        <translation>Punkt verschieben</translation>
    </message>
    <message>
        <source>Turn box</source>
        <translation>Rahmen drehen</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Verschieben</translation>
    </message>
    <message>
        <source>No object was found there. Click on another part of it, or drag a box around it.</source>
        <translation>Dort wurde kein Objekt gefunden. Klicken Sie auf eine andere Stelle des Objekts oder ziehen Sie einen Rahmen darum.</translation>
    </message>
    <message>
        <source>Click on the object, or drag a box around it.</source>
        <translation>Klicken Sie auf das Objekt oder ziehen Sie einen Rahmen darum.</translation>
    </message>
    <message>
        <source>on an object</source>
        <translation>auf ein Objekt</translation>
    </message>
    <message>
        <source>Drag</source>
        <translation>Ziehen</translation>
    </message>
    <message>
        <source>a box around it</source>
        <translation>einen Rahmen darum</translation>
    </message>
    <message>
        <source>keep it</source>
        <translation>behalten</translation>
    </message>
    <message>
        <source>on a part that is missing</source>
        <translation>auf einen Teil, der fehlt</translation>
    </message>
    <message>
        <source>click where it is not</source>
        <translation>klicken, wo es nicht ist</translation>
    </message>
    <message>
        <source>Trace object</source>
        <translation>Objekt umfahren</translation>
    </message>
    <message>
        <source>Tracing</source>
        <translation>Wird umfahren</translation>
    </message>
    <message>
        <source>Add point</source>
        <translation>Punkt einfügen</translation>
    </message>
    <message>
        <source>add</source>
        <translation>hinzufügen</translation>
    </message>
    <message>
        <source>take away</source>
        <translation>wegnehmen</translation>
    </message>
    <message>
        <source>Wand</source>
        <translation>Zauberstab</translation>
    </message>
    <message>
        <source>Canvas</source>
        <translation>Zeichenfläche</translation>
    </message>
    <message>
        <source>Accuracy per class: </source>
        <translation>Genauigkeit je Klasse: </translation>
    </message>
    <message>
        <source>not measured</source>
        <translation>nicht gemessen</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>{count:,} of {there} missed</source>
        <translation>{count:,} × {there} übersehen</translation>
    </message>
    <message>
        <source>{count:,} false alarms of {said}</source>
        <translation>{count:,} × {said} als Fehlalarm</translation>
    </message>
    <message>
        <source>{count:,} of {there} called {said}</source>
        <translation>{count:,} × {there} als {said} bezeichnet</translation>
    </message>
    <message>
        <source>Confusions: rows are what is there, columns what it was called</source>
        <translation>Verwechslungen: Zeilen sind, was da ist, Spalten, wie es bezeichnet wurde</translation>
    </message>
    <message>
        <source>, may be chance</source>
        <translation>, kann Zufall sein</translation>
    </message>
    <message>
        <source>Choose one to see it among the trials, recipe by recipe</source>
        <translation>Wählen Sie etwas, um es Rezept für Rezept in den Versuchen zu sehen</translation>
    </message>
    <message>
        <source>What mattered: </source>
        <translation>Worauf es ankam: </translation>
    </message>
    <message>
        <source>epoch</source>
        <translation>Epoche</translation>
    </message>
    <message>
        <source>epoch {epoch}</source>
        <translation>Epoche {epoch}</translation>
    </message>
    <message>
        <source>target {target:.2f}</source>
        <translation>Ziel {target:.2f}</translation>
    </message>
    <message>
        <source>defaults, best</source>
        <translation>Standard, am besten</translation>
    </message>
    <message>
        <source>trial {number}, best</source>
        <translation>Versuch {number}, am besten</translation>
    </message>
    <message>
        <source>defaults</source>
        <translation>Standard</translation>
    </message>
    <message>
        <source>Lines come as soon as two trials have a value.</source>
        <translation>Linien erscheinen, sobald zwei Versuche einen Wert haben.</translation>
    </message>
    <message>
        <source>What the trials tried, and how well they did</source>
        <translation>Was die Versuche probierten und wie gut sie waren</translation>
    </message>
    <message>
        <source>Dashed lines are trials that did not run to the end.</source>
        <translation>Gestrichelte Linien sind Versuche, die nicht bis zum Ende liefen.</translation>
    </message>
    <message>
        <source>share of objects found</source>
        <translation>Anteil gefundener Objekte</translation>
    </message>
    <message>
        <source>false alarms per image</source>
        <translation>Fehlalarme je Bild</translation>
    </message>
    <message>
        <source>from {threshold:.2f}</source>
        <translation>ab {threshold:.2f}</translation>
    </message>
    <message>
        <source>Points come as soon as two trials ran to the end and their cost is known.</source>
        <translation>Punkte erscheinen, sobald zwei Versuche zu Ende gelaufen und ihre Kosten bekannt sind.</translation>
    </message>
    <message>
        <source>trial {number}</source>
        <translation>Versuch {number}</translation>
    </message>
    <message>
        <source>Accuracy against cost, none outdone: {spoken}</source>
        <translation>Genauigkeit gegen Kosten, von keinem übertroffen: {spoken}</translation>
    </message>
    <message>
        <source>no trial yet</source>
        <translation>noch kein Versuch</translation>
    </message>
    <message>
        <source>ms per image, network alone, here</source>
        <translation>ms je Bild, nur das Netz, auf diesem Rechner</translation>
    </message>
    <message>
        <source>million parameters</source>
        <translation>Millionen Parameter</translation>
    </message>
    <message>
        <source>minutes of training</source>
        <translation>Minuten Training</translation>
    </message>
    <message>
        <source>Each is one training on validation: no proof.</source>
        <translation>Jeder ist ein einzelnes Training, gemessen an der Validierung: kein Beweis.</translation>
    </message>
    <message>
        <source>All cost the same: let trials choose models or image sizes to trade accuracy.</source>
        <translation>Alle kosten gleich viel: Lassen Sie die Versuche Modelle oder Bildgrößen wählen, um Genauigkeit gegen Kosten abzuwägen.</translation>
    </message>
    <message>
        <source>No cheaper trial comes close to the best. {caution}</source>
        <translation>Kein günstigerer Versuch kommt dem besten nahe. {caution}</translation>
    </message>
    <message>
        <source>Trial {cheaper} costs {saved:.0%} less than trial {best} and is {loss:.3f} behind it. {caution}</source>
        <translation>Versuch {cheaper} kostet {saved:.0%} weniger als Versuch {best} und liegt {loss:.3f} dahinter. {caution}</translation>
    </message>
    <message>
        <source>Defaults</source>
        <translation>Standard</translation>
    </message>
    <message>
        <source>Trial {number}</source>
        <translation>Versuch {number}</translation>
    </message>
    <message>
        <source>{name}: {value:.3f}, {spent:.3g} {unit}, {model} at {imgsz} px</source>
        <translation>{name}: {value:.3f}, {spent:.3g} {unit}, {model} bei {imgsz} px</translation>
    </message>
    <message>
        <source>Close: {title}</source>
        <translation>Schließen: {title}</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>Schließen (Esc)</translation>
    </message>
    <message>
        <source>Left and right differ</source>
        <translation>Links und rechts sind verschieden</translation>
    </message>
    <message>
        <source>Color carries the meaning</source>
        <translation>Die Farbe hat Bedeutung</translation>
    </message>
    <message>
        <source>Scale is fixed, as by a microscope</source>
        <translation>Fester Maßstab, wie im Mikroskop</translation>
    </message>
    <message>
        <source>Up is always up</source>
        <translation>Oben ist immer oben</translation>
    </message>
    <message>
        <source>No training contradicts what is stated here</source>
        <translation>Kein Training widerspricht dem, was hier angegeben ist</translation>
    </message>
    <message>
        <source>Training may use: {allowed}.</source>
        <translation>Das Training darf nutzen: {allowed}.</translation>
    </message>
    <message>
        <source>Weights to start from</source>
        <translation>Gewichte, von denen ausgegangen wird</translation>
    </message>
    <message>
        <source>SAM weights to trace with</source>
        <translation>SAM-Gewichte zum Umfahren</translation>
    </message>
    <message>
        <source>Weights (*.pt);;All files (*)</source>
        <translation>Gewichte (*.pt);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Drop folders with images here</source>
        <translation>Ordner mit Bildern hier ablegen</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>Ordner hinzufügen…</translation>
    </message>
    <message>
        <source>Take this folder out</source>
        <translation>Diesen Ordner herausnehmen</translation>
    </message>
    <message>
        <source>Take out {name}</source>
        <translation>{name} herausnehmen</translation>
    </message>
    <message>
        <source>Folder with images</source>
        <translation>Ordner mit Bildern</translation>
    </message>
    <message>
        <source>none</source>
        <comment>no limit</comment>
        <translation>keine</translation>
    </message>
    <message>
        <source>The target is met when the lower end of the interval on validation reaches it. Then, or when a budget is used up, Loupe recommends the export.</source>
        <translation>Das Ziel ist erreicht, wenn das untere Ende des Intervalls an der Validierung es erreicht. Dann, oder wenn ein Budget aufgebraucht ist, empfiehlt Loupe den Export.</translation>
    </message>
    <message>
        <source>Loupe recommends the export when it is met</source>
        <translation>Loupe empfiehlt den Export, sobald es erreicht ist</translation>
    </message>
    <message>
        <source>Target accuracy</source>
        <translation>Zielgenauigkeit</translation>
    </message>
    <message>
        <source>Labeled images</source>
        <translation>Anzahl Bilder</translation>
    </message>
    <message>
        <source>Expert time</source>
        <translation>Arbeitszeit</translation>
    </message>
    <message>
        <source>Each image by itself</source>
        <translation>Jedes Bild für sich</translation>
    </message>
    <message>
        <source>Each folder belongs together</source>
        <translation>Jeder Ordner gehört zusammen</translation>
    </message>
    <message>
        <source>By a part of the file name</source>
        <translation>Nach einem Teil des Dateinamens</translation>
    </message>
    <message>
        <source>A group (a patient, a series, a coil) is never split between training and measuring.</source>
        <translation>Eine Gruppe (ein Patient, eine Serie, ein Coil) wird nie zwischen Training und Messung geteilt.</translation>
    </message>
    <message>
        <source>Pattern in the file name</source>
        <translation>Muster im Dateinamen</translation>
    </message>
    <message>
        <source>Say which part names the group, such as (patient\d+).</source>
        <translation>Geben Sie an, welcher Teil die Gruppe benennt, zum Beispiel (patient\d+).</translation>
    </message>
    <message>
        <source>nano</source>
        <translation>winzig</translation>
    </message>
    <message>
        <source>small</source>
        <translation>klein</translation>
    </message>
    <message>
        <source>medium</source>
        <translation>mittel</translation>
    </message>
    <message>
        <source>large</source>
        <translation>groß</translation>
    </message>
    <message>
        <source>extra large</source>
        <translation>sehr groß</translation>
    </message>
    <message>
        <source>Pretrained</source>
        <translation>Vortrainiert</translation>
    </message>
    <message>
        <source>From scratch</source>
        <translation>Von Grund auf</translation>
    </message>
    <message>
        <source>A .pt file…</source>
        <translation>Eine .pt-Datei…</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Start from</source>
        <translation>Beginn mit</translation>
    </message>
    <message>
        <source>Image size</source>
        <translation>Bildgröße</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>Epochen</translation>
    </message>
    <message>
        <source>Images a step</source>
        <translation>Bilder je Schritt</translation>
    </message>
    <message>
        <source>Optimizer</source>
        <translation>Optimierer</translation>
    </message>
    <message>
        <source>First learning rate</source>
        <translation>Erste Lernrate</translation>
    </message>
    <message>
        <source>Last learning rate, share</source>
        <translation>Letzte Lernrate, Anteil</translation>
    </message>
    <message>
        <source>Momentum</source>
        <translation>Momentum</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>Gewichtszerfall</translation>
    </message>
    <message>
        <source>Warm-up epochs</source>
        <translation>Aufwärmepochen</translation>
    </message>
    <message>
        <source>Warm-up momentum</source>
        <translation>Aufwärmmoment</translation>
    </message>
    <message>
        <source>Warm-up rate of biases</source>
        <translation>Aufwärmrate der Biases</translation>
    </message>
    <message>
        <source>Frozen layers</source>
        <translation>Eingefrorene Schichten</translation>
    </message>
    <message>
        <source>Box loss, gain</source>
        <translation>Rahmenverlust, Gewicht</translation>
    </message>
    <message>
        <source>Class loss, gain</source>
        <translation>Klassenverlust, Gewicht</translation>
    </message>
    <message>
        <source>Side loss, gain</source>
        <translation>Seitenverlust, Gewicht</translation>
    </message>
    <message>
        <source>Power of class weights</source>
        <translation>Potenz der Klassengewichte</translation>
    </message>
    <message>
        <source>Last epochs, no mosaic</source>
        <translation>Letzte Epochen ohne Mosaik</translation>
    </message>
    <message>
        <source>Automatic changes</source>
        <translation>Automatische Änderungen</translation>
    </message>
    <message>
        <source>Hue</source>
        <translation>Farbton</translation>
    </message>
    <message>
        <source>Saturation</source>
        <translation>Sättigung</translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation>Helligkeit</translation>
    </message>
    <message>
        <source>Rotation, degrees</source>
        <translation>Drehung, Grad</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>Verschiebung</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>Skalierung</translation>
    </message>
    <message>
        <source>Shear</source>
        <translation>Scherung</translation>
    </message>
    <message>
        <source>Perspective</source>
        <translation>Perspektive</translation>
    </message>
    <message>
        <source>Flip upside down</source>
        <translation>Oben und unten spiegeln</translation>
    </message>
    <message>
        <source>Flip left to right</source>
        <translation>Links und rechts spiegeln</translation>
    </message>
    <message>
        <source>Swap of colors</source>
        <translation>Farben vertauschen</translation>
    </message>
    <message>
        <source>Mosaic</source>
        <translation>Mosaik</translation>
    </message>
    <message>
        <source>Mix-up</source>
        <translation>Mix-up</translation>
    </message>
    <message>
        <source>Cut-mix</source>
        <translation>Cut-mix</translation>
    </message>
    <message>
        <source>Copy and paste</source>
        <translation>Kopieren und einfügen</translation>
    </message>
    <message>
        <source>Erasing</source>
        <translation>Auslöschen</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>Lernrate</translation>
    </message>
    <message>
        <source>End of the learning rate</source>
        <translation>Ende der Lernrate</translation>
    </message>
    <message>
        <source>Momentum and warm-up</source>
        <translation>Moment und Aufwärmen</translation>
    </message>
    <message>
        <source>Gains of the losses</source>
        <translation>Gewichte der Verluste</translation>
    </message>
    <message>
        <source>Class weights</source>
        <translation>Klassengewichte</translation>
    </message>
    <message>
        <source>Frozen backbone</source>
        <translation>Eingefrorenes Backbone</translation>
    </message>
    <message>
        <source>Augmentation strength</source>
        <translation>Stärke der Augmentierung</translation>
    </message>
    <message>
        <source>Further augmentation</source>
        <translation>Weitere Augmentierung</translation>
    </message>
    <message>
        <source>{name}, from scratch</source>
        <translation>{name}, von Grund auf</translation>
    </message>
    <message>
        <source>{name}, pretrained</source>
        <translation>{name}, vortrainiert</translation>
    </message>
    <message numerus="yes">
        <source>%n epoch(s)</source>
        <translation>
            <numerusform>%n Epoche</numerusform>
            <numerusform>%n Epochen</numerusform>
        </translation>
    </message>
    <message>
        <source>{model}: {epochs} at {imgsz} px</source>
        <translation>{model}: {epochs} bei {imgsz} px</translation>
    </message>
    <message>
        <source>It brings its model, {epochs} and {imgsz} px along.</source>
        <translation>Es bringt sein Modell, {epochs} und {imgsz} px mit.</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>auto</translation>
    </message>
    <message>
        <source>{name} from</source>
        <translation>{name} von</translation>
    </message>
    <message>
        <source>{name} to</source>
        <translation>{name} bis</translation>
    </message>
    <message>
        <source>to</source>
        <translation>bis</translation>
    </message>
    <message>
        <source>Starting from scratch works without them, but takes more epochs and more labels.</source>
        <translation>Von Grund auf geht es ohne sie, braucht aber mehr Epochen und mehr Annotationen.</translation>
    </message>
    <message>
        <source>Start from scratch</source>
        <translation>Von Grund auf beginnen</translation>
    </message>
    <message>
        <source>Choose a .pt file…</source>
        <translation>Eine .pt-Datei wählen…</translation>
    </message>
    <message>
        <source>Boxes around objects</source>
        <translation>Rahmen um Objekte</translation>
    </message>
    <message>
        <source>Outlines of objects</source>
        <translation>Umrisse von Objekten</translation>
    </message>
    <message>
        <source>Rotated boxes</source>
        <translation>Gedrehte Rahmen</translation>
    </message>
    <message>
        <source>Boxes and keypoints</source>
        <translation>Rahmen und Schlüsselpunkte</translation>
    </message>
    <message>
        <source>Classes of whole images</source>
        <translation>Klassen ganzer Bilder</translation>
    </message>
    <message>
        <source>A person&apos;s 17 keypoints</source>
        <translation>Die 17 Schlüsselpunkte eines Menschen</translation>
    </message>
    <message>
        <source>Keypoints of your own</source>
        <translation>Eigene Schlüsselpunkte</translation>
    </message>
    <message>
        <source>1-2, 1-3</source>
        <translation>1-2, 1-3</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>Aufgabe</translation>
    </message>
    <message>
        <source>Names, one a line</source>
        <translation>Namen, je Zeile einer</translation>
    </message>
    <message>
        <source>Lines between them, by number</source>
        <translation>Linien dazwischen, nach Nummern</translation>
    </message>
    <message>
        <source>Mirror images of each other (left, right)</source>
        <translation>Spiegelbilder voneinander (links, rechts)</translation>
    </message>
    <message>
        <source>Keypoints</source>
        <translation>Schlüsselpunkte</translation>
    </message>
    <message>
        <source>Names of the keypoints, one a line</source>
        <translation>Namen der Schlüsselpunkte, je Zeile einer</translation>
    </message>
    <message>
        <source>nose
left eye
right eye</source>
        <translation>Nase
linkes Auge
rechtes Auge</translation>
    </message>
    <message>
        <source>Lines between keypoints, by number</source>
        <translation>Linien zwischen Schlüsselpunkten, nach Nummern</translation>
    </message>
    <message>
        <source>Keypoints that mirror each other, by number</source>
        <translation>Schlüsselpunkte, die einander spiegeln, nach Nummern</translation>
    </message>
    <message>
        <source>No job is chosen.</source>
        <translation>Es ist kein Job ausgewählt.</translation>
    </message>
    <message>
        <source>Job</source>
        <translation>Job</translation>
    </message>
    <message>
        <source>Started {started}</source>
        <translation>Gestartet {started}</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>Restzeit</translation>
    </message>
    <message>
        <source>Reading the jobs</source>
        <translation>Die Jobs werden gelesen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Open its folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>End of the log</source>
        <translation>Ende des Protokolls</translation>
    </message>
    <message>
        <source>Pause the job</source>
        <translation>Job anhalten</translation>
    </message>
    <message>
        <source>Stop the job</source>
        <translation>Job beenden</translation>
    </message>
    <message>
        <source>Resume the job</source>
        <translation>Job fortsetzen</translation>
    </message>
    <message>
        <source>Nothing has run yet</source>
        <translation>Es ist noch nichts gelaufen</translation>
    </message>
    <message>
        <source>Trainings, searches and exports work in the background and are listed here.</source>
        <translation>Trainings, Suchen und Exporte laufen im Hintergrund und stehen hier.</translation>
    </message>
    <message>
        <source>Go to Train</source>
        <translation>Zum Training</translation>
    </message>
    <message>
        <source>Save what it has and end</source>
        <translation>Sichern, was da ist, und aufhören</translation>
    </message>
    <message>
        <source>End it now</source>
        <translation>Jetzt beenden</translation>
    </message>
    <message>
        <source>Go on where it ended</source>
        <translation>Weitermachen, wo er aufgehört hat</translation>
    </message>
    <message>
        <source>Its log is empty.</source>
        <translation>Sein Protokoll ist leer.</translation>
    </message>
    <message>
        <source>The project is open for reading only.</source>
        <translation>Das Projekt ist nur zum Lesen geöffnet.</translation>
    </message>
    <message>
        <source>Epoch {epoch} of {epochs}</source>
        <translation>Epoche {epoch} von {epochs}</translation>
    </message>
    <message>
        <source>{done:,} of {total:,} {what}</source>
        <translation>{done:,} von {total:,} {what}</translation>
    </message>
    <message>
        <source>Waiting for a free worker</source>
        <translation>Wartet auf einen freien Arbeitsprozess</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Startet</translation>
    </message>
    <message>
        <source>Pausing</source>
        <translation>Wird angehalten</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>Wird beendet</translation>
    </message>
    <message>
        <source>Only trainings and searches can be paused.</source>
        <translation>Nur Trainings und Suchen können angehalten werden.</translation>
    </message>
    <message>
        <source>It is pausing.</source>
        <translation>Er wird gerade angehalten.</translation>
    </message>
    <message>
        <source>It does not run.</source>
        <translation>Er läuft nicht.</translation>
    </message>
    <message>
        <source>It is stopping.</source>
        <translation>Er wird gerade beendet.</translation>
    </message>
    <message>
        <source>Only what failed or was stopped can be resumed.</source>
        <translation>Nur was fehlgeschlagen ist oder beendet wurde, kann fortgesetzt werden.</translation>
    </message>
    <message>
        <source>Another one of its kind runs.</source>
        <translation>Es läuft schon einer dieser Art.</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Jobs</translation>
    </message>
    <message>
        <source>Show or hide the jobs</source>
        <translation>Jobs zeigen oder ausblenden</translation>
    </message>
    <message>
        <source>Add images</source>
        <translation>Bilder hinzufügen</translation>
    </message>
    <message>
        <source>Add classes</source>
        <translation>Klassen anlegen</translation>
    </message>
    <message>
        <source>Ask the next questions</source>
        <translation>Nächste Fragen stellen</translation>
    </message>
    <message>
        <source>Answer the questions</source>
        <translation>Fragen beantworten</translation>
    </message>
    <message>
        <source>Check images again</source>
        <translation>Bilder erneut prüfen</translation>
    </message>
    <message>
        <source>Train on all labels</source>
        <translation>Mit allen Annotationen trainieren</translation>
    </message>
    <message>
        <source>Search recipes</source>
        <translation>Rezepte suchen</translation>
    </message>
    <message>
        <source>Export the model</source>
        <translation>Modell exportieren</translation>
    </message>
    <message>
        <source>Add images first.</source>
        <translation>Fügen Sie zuerst Bilder hinzu.</translation>
    </message>
    <message>
        <source>The questions of this round come first.</source>
        <translation>Zuerst kommen die Fragen dieser Runde.</translation>
    </message>
    <message>
        <source>No question is open.</source>
        <translation>Es ist keine Frage offen.</translation>
    </message>
    <message>
        <source>No image lacks a class.</source>
        <translation>Keinem Bild fehlt eine Klasse.</translation>
    </message>
    <message>
        <source>Label some images first.</source>
        <translation>Annotieren Sie zuerst einige Bilder.</translation>
    </message>
    <message>
        <source>A training runs already.</source>
        <translation>Es läuft schon ein Training.</translation>
    </message>
    <message>
        <source>Train a model first.</source>
        <translation>Trainieren Sie zuerst ein Modell.</translation>
    </message>
    <message>
        <source>The project is open read-only.</source>
        <translation>Das Projekt ist nur zum Lesen geöffnet.</translation>
    </message>
    <message>
        <source>Images are being added.</source>
        <translation>Es werden gerade Bilder hinzugefügt.</translation>
    </message>
    <message numerus="yes">
        <source>{task}, %n class(es)</source>
        <translation>
            <numerusform>{task}, %n Klasse</numerusform>
            <numerusform>{task}, %n Klassen</numerusform>
        </translation>
    </message>
    <message>
        <source>Round {round}</source>
        <translation>Runde {round}</translation>
    </message>
    <message>
        <source>No round yet</source>
        <translation>Noch keine Runde</translation>
    </message>
    <message>
        <source>{num_labeled:,} of {num_images:,} labeled</source>
        <translation>{num_labeled:,} von {num_images:,} annotiert</translation>
    </message>
    <message>
        <source>epoch {epoch} of {epochs}</source>
        <translation>Epoche {epoch} von {epochs}</translation>
    </message>
    <message>
        <source>{done:,} of {total:,}</source>
        <translation>{done:,} von {total:,}</translation>
    </message>
    <message>
        <source>not measured yet</source>
        <translation>noch nicht gemessen</translation>
    </message>
    <message>
        <source>{metric}, from {min_test_images} images on</source>
        <translation>{metric}, ab {min_test_images} Bildern</translation>
    </message>
    <message numerus="yes">
        <source>{metric}, %n image(s)</source>
        <translation>
            <numerusform>{metric}, %n Bild</numerusform>
            <numerusform>{metric}, %n Bilder</numerusform>
        </translation>
    </message>
    <message>
        <source>waits for a free worker</source>
        <translation>wartet auf einen freien Arbeitsprozess</translation>
    </message>
    <message numerus="yes">
        <source>and %n more job(s)</source>
        <translation>
            <numerusform>und %n weiterer Job</numerusform>
            <numerusform>und %n weitere Jobs</numerusform>
        </translation>
    </message>
    <message>
        <source>starting</source>
        <translation>startet</translation>
    </message>
    <message>
        <source>The simulated expert is at work.</source>
        <translation>Der simulierte Experte arbeitet.</translation>
    </message>
    <message>
        <source>commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>Show the keys</source>
        <translation>Tasten zeigen</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Go to {page}</source>
        <translation>Gehe zu {page}</translation>
    </message>
    <message>
        <source>is done</source>
        <translation>ist fertig</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>ist fehlgeschlagen</translation>
    </message>
    <message>
        <source>The loop runs by itself</source>
        <translation>Die Schleife läuft von selbst</translation>
    </message>
    <message>
        <source>The loop no longer runs by itself. {reason}</source>
        <translation>Die Schleife läuft nicht mehr von selbst. {reason}</translation>
    </message>
    <message>
        <source>You can go on from here.</source>
        <translation>Sie können hier weitermachen.</translation>
    </message>
    <message>
        <source>The loop ran to its end.</source>
        <translation>Die Schleife ist zu Ende gelaufen.</translation>
    </message>
    <message>
        <source>{job} failed. {reason}</source>
        <translation>{job} ist fehlgeschlagen. {reason}</translation>
    </message>
    <message>
        <source>What was labeled and trained before is safe.</source>
        <translation>Was davor annotiert und trainiert wurde, ist sicher.</translation>
    </message>
    <message>
        <source>Show jobs</source>
        <translation>Jobs zeigen</translation>
    </message>
    <message>
        <source>Choosing what comes next</source>
        <translation>Es wird gewählt, was als Nächstes kommt</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Color</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>Name of the class</source>
        <translation>Name der Klasse</translation>
    </message>
    <message>
        <source>Color of the class</source>
        <translation>Farbe der Klasse</translation>
    </message>
    <message>
        <source>What models know of it stays</source>
        <translation>Was Modelle von ihr wissen, bleibt</translation>
    </message>
    <message>
        <source>Its key changes with its place (Alt+Up)</source>
        <translation>Mit dem Platz ändert sich ihre Taste (Alt+Hoch)</translation>
    </message>
    <message>
        <source>Its key changes with its place (Alt+Down)</source>
        <translation>Mit dem Platz ändert sich ihre Taste (Alt+Runter)</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>Vereinigen</translation>
    </message>
    <message>
        <source>Split off</source>
        <translation>Abspalten</translation>
    </message>
    <message>
        <source>Merge into another class</source>
        <translation>Mit einer anderen Klasse vereinigen</translation>
    </message>
    <message>
        <source>Split a new class off</source>
        <translation>Neue Klasse abspalten</translation>
    </message>
    <message>
        <source>Class to merge into</source>
        <translation>Klasse, mit der vereinigt wird</translation>
    </message>
    <message>
        <source>Name of the class to split off</source>
        <translation>Name der Klasse, die abgespalten wird</translation>
    </message>
    <message>
        <source>Name of the new class</source>
        <translation>Name der neuen Klasse</translation>
    </message>
    <message>
        <source>It stands behind this class</source>
        <translation>Sie steht hinter dieser Klasse</translation>
    </message>
    <message>
        <source>There is no other class.</source>
        <translation>Es gibt keine andere Klasse.</translation>
    </message>
    <message>
        <source>Undo takes it apart again</source>
        <translation>Rückgängig trennt sie wieder</translation>
    </message>
    <message>
        <source>Remove the class</source>
        <translation>Klasse entfernen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Take {name} out of use</source>
        <translation>{name} nicht mehr verwenden</translation>
    </message>
    <message>
        <source>Color {color}</source>
        <translation>Farbe {color}</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Taste</translation>
    </message>
    <message>
        <source>Objects</source>
        <translation>Objekte</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Complete</source>
        <translation>Vollständig</translation>
    </message>
    <message>
        <source>Empty</source>
        <translation>Leer</translation>
    </message>
    <message>
        <source>Begun</source>
        <translation>Begonnen</translation>
    </message>
    <message>
        <source>To check</source>
        <translation>Zu prüfen</translation>
    </message>
    <message>
        <source>Images labeled for other classes and not yet for this one</source>
        <translation>Bilder, die für andere Klassen annotiert sind und für diese noch nicht</translation>
    </message>
    <message>
        <source>Counting the labels</source>
        <translation>Die Annotationen werden gezählt</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>Änderungen</translation>
    </message>
    <message>
        <source>Objects and images</source>
        <translation>Objekte und Bilder</translation>
    </message>
    <message>
        <source>Add a class</source>
        <translation>Klasse anlegen</translation>
    </message>
    <message>
        <source>Rename the class</source>
        <translation>Klasse umbenennen</translation>
    </message>
    <message>
        <source>rename</source>
        <translation>umbenennen</translation>
    </message>
    <message>
        <source>Move the class up</source>
        <translation>Klasse nach oben</translation>
    </message>
    <message>
        <source>Move the class down</source>
        <translation>Klasse nach unten</translation>
    </message>
    <message>
        <source>Undo the last change of the classes</source>
        <translation>Letzte Änderung der Klassen rückgängig machen</translation>
    </message>
    <message>
        <source>undo</source>
        <translation>rückgängig</translation>
    </message>
    <message>
        <source>Redo the change of the classes</source>
        <translation>Änderung der Klassen wiederholen</translation>
    </message>
    <message>
        <source>Images labeled so far lack it then</source>
        <translation>Bisher annotierten Bildern fehlt sie dann</translation>
    </message>
    <message>
        <source>Name of a new class</source>
        <translation>Name einer neuen Klasse</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>Klassen</translation>
    </message>
    <message>
        <source>Name what there is to find; each class gets a color and a key.</source>
        <translation>Benennen Sie, was zu finden ist; jede Klasse bekommt eine Farbe und eine Taste.</translation>
    </message>
    <message>
        <source>No classes yet</source>
        <translation>Noch keine Klassen</translation>
    </message>
    <message>
        <source>The labels are being counted.</source>
        <translation>Die Annotationen werden gerade gezählt.</translation>
    </message>
    <message numerus="yes">
        <source>%n class(es)</source>
        <translation>
            <numerusform>%n Klasse</numerusform>
            <numerusform>%n Klassen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n labeled object(s)</source>
        <translation>
            <numerusform>%n annotiertes Objekt</numerusform>
            <numerusform>%n annotierte Objekte</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing was changed yet.</source>
        <translation>Es wurde noch nichts geändert.</translation>
    </message>
    <message>
        <source>Nothing was undone.</source>
        <translation>Es wurde nichts rückgängig gemacht.</translation>
    </message>
    <message>
        <source>Undo: {change}</source>
        <translation>Rückgängig: {change}</translation>
    </message>
    <message>
        <source>Do again: {change}</source>
        <translation>Wiederholen: {change}</translation>
    </message>
    <message>
        <source>{change}, by {who}</source>
        <translation>{change}, von {who}</translation>
    </message>
    <message>
        <source>{labels} go over.</source>
        <translation>{labels} gehen über.</translation>
    </message>
    <message>
        <source>It has no objects yet.</source>
        <translation>Sie hat noch keine Objekte.</translation>
    </message>
    <message>
        <source>{labels} go out of use with it. They are kept, and undo brings them back.</source>
        <translation>{labels} werden mit ihr nicht mehr verwendet. Sie bleiben erhalten, und Rückgängig bringt sie zurück.</translation>
    </message>
    <message>
        <source>It has no objects. Undo brings it back.</source>
        <translation>Sie hat keine Objekte. Rückgängig bringt sie zurück.</translation>
    </message>
    <message>
        <source>It is the first.</source>
        <translation>Sie ist die erste.</translation>
    </message>
    <message>
        <source>It is the last.</source>
        <translation>Sie ist die letzte.</translation>
    </message>
    <message numerus="yes">
        <source>%n object(s)</source>
        <translation>
            <numerusform>%n Objekt</numerusform>
            <numerusform>%n Objekte</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{objects} on %n image(s)</source>
        <translation>
            <numerusform>{objects} in %n Bild</numerusform>
            <numerusform>{objects} in %n Bildern</numerusform>
        </translation>
    </message>
    <message>
        <source>No image is labeled completely for it, so nothing has to be checked again.</source>
        <translation>Kein Bild ist vollständig für sie annotiert; es muss also nichts noch einmal geprüft werden.</translation>
    </message>
    <message numerus="yes">
        <source>%n image(s) with such objects will have to be looked through again: {time} at least.</source>
        <translation>
            <numerusform>%n Bild mit solchen Objekten muss noch einmal durchgesehen werden: mindestens {time}.</numerusform>
            <numerusform>%n Bilder mit solchen Objekten müssen noch einmal durchgesehen werden: mindestens {time}.</numerusform>
        </translation>
    </message>
    <message>
        <source> and </source>
        <translation> und </translation>
    </message>
    <message>
        <source>, {num_holdout:,} of them from the holdout</source>
        <translation>, davon {num_holdout:,} aus der Prüfmenge</translation>
    </message>
    <message>
        <source>1 image was labeled without looking for {lacking}{holdout}.</source>
        <translation>1 Bild wurde annotiert, ohne nach {lacking} zu suchen{holdout}.</translation>
    </message>
    <message>
        <source>{number:,} images were labeled without looking for {lacking}{holdout}.</source>
        <translation>{number:,} Bilder wurden annotiert, ohne nach {lacking} zu suchen{holdout}.</translation>
    </message>
    <message>
        <source>Until they are checked, no training learns from them and no accuracy is measured on them. That takes about {time}.</source>
        <translation>Bis sie geprüft sind, lernt kein Training aus ihnen, und keine Genauigkeit wird an ihnen gemessen. Das dauert etwa {time}.</translation>
    </message>
    <message numerus="yes">
        <source>Check %n image(s)</source>
        <translation>
            <numerusform>%n Bild prüfen</numerusform>
            <numerusform>%n Bilder prüfen</numerusform>
        </translation>
    </message>
    <message>
        <source>Change the task</source>
        <translation>Aufgabe ändern</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Beibehalten</translation>
    </message>
    <message>
        <source>Counting what would become of the labels …</source>
        <translation>Es wird gezählt, was aus den Annotationen würde …</translation>
    </message>
    <message>
        <source>Topics of the guide</source>
        <translation>Themen der Anleitung</translation>
    </message>
    <message>
        <source>Text of the topic</source>
        <translation>Text des Themas</translation>
    </message>
    <message>
        <source>Images without a label file hold nothing to find</source>
        <translation>Auf Bildern ohne Annotationsdatei ist nichts zu finden</translation>
    </message>
    <message>
        <source>Its validation and test images join the holdout</source>
        <translation>Seine Validierungs- und Testbilder kommen in die Prüfmenge</translation>
    </message>
    <message>
        <source>Copy the images into the project</source>
        <translation>Bilder ins Projekt kopieren</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Add {num_sources} folders</source>
        <translation>{num_sources} Ordner hinzufügen</translation>
    </message>
    <message>
        <source>Add {name}</source>
        <translation>{name} hinzufügen</translation>
    </message>
    <message>
        <source>Read it as a {name} dataset, with its labels</source>
        <translation>Als {name}-Datensatz lesen, mit seinen Annotationen</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Gruppen</translation>
    </message>
    <message>
        <source>Looking for images</source>
        <translation>Bilder werden gesucht</translation>
    </message>
    <message>
        <source>The import was cancelled.</source>
        <translation>Der Import wurde abgebrochen.</translation>
    </message>
    <message>
        <source>Reading the dataset: {num_images:,} images</source>
        <translation>Der Datensatz wird gelesen: {num_images:,} Bilder</translation>
    </message>
    <message>
        <source>Adding {done:,} of {num_files:,} files</source>
        <translation>{done:,} von {num_files:,} Dateien werden hinzugefügt</translation>
    </message>
    <message numerus="yes">
        <source>%n image(s) added</source>
        <translation>
            <numerusform>%n Bild hinzugefügt</numerusform>
            <numerusform>%n Bilder hinzugefügt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n annotation(s)</source>
        <translation>
            <numerusform>%n Annotation</numerusform>
            <numerusform>%n Annotationen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n image(s) to review: the labels say too little</source>
        <translation>
            <numerusform>%n Bild durchzusehen: Die Annotationen sagen zu wenig</numerusform>
            <numerusform>%n Bilder durchzusehen: Die Annotationen sagen zu wenig</numerusform>
        </translation>
    </message>
    <message>
        <source>{known:,} known before</source>
        <translation>{known:,} schon bekannt</translation>
    </message>
    <message numerus="yes">
        <source>%n exact duplicate(s)</source>
        <translation>
            <numerusform>%n exaktes Duplikat</numerusform>
            <numerusform>%n exakte Duplikate</numerusform>
        </translation>
    </message>
    <message>
        <source>{joined:,} joined the group of a near-duplicate</source>
        <translation>{joined:,} in die Gruppe eines Beinahe-Duplikats aufgenommen</translation>
    </message>
    <message numerus="yes">
        <source>%n label(s) kept out</source>
        <translation>
            <numerusform>%n Annotation nicht übernommen</numerusform>
            <numerusform>%n Annotationen nicht übernommen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) kept out</source>
        <translation>
            <numerusform>%n Datei nicht übernommen</numerusform>
            <numerusform>%n Dateien nicht übernommen</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopped: {text}</source>
        <translation>Angehalten: {text}</translation>
    </message>
    <message>
        <source>Add the same folder again to go on with what is missing.</source>
        <translation>Fügen Sie denselben Ordner noch einmal hinzu, um mit dem Fehlenden weiterzumachen.</translation>
    </message>
    <message>
        <source>Everything else is in the project; Details names each file.</source>
        <translation>Alles andere ist im Projekt; unter Details steht jede Datei.</translation>
    </message>
    <message>
        <source>No act on images is left to undo.</source>
        <translation>Es gibt keine Änderung an Bildern mehr, die rückgängig gemacht werden könnte.</translation>
    </message>
    <message>
        <source>No act on images was undone.</source>
        <translation>Keine Änderung an Bildern wurde rückgängig gemacht.</translation>
    </message>
    <message numerus="yes">
        <source>{act}: {num_done:,} of %n image(s)</source>
        <translation>
            <numerusform>{act}: {num_done:,} von %n Bild</numerusform>
            <numerusform>{act}: {num_done:,} von %n Bildern</numerusform>
        </translation>
    </message>
    <message>
        <source>An act on many images is under way.</source>
        <translation>Eine Änderung an vielen Bildern ist im Gange.</translation>
    </message>
    <message numerus="yes">
        <source>%n image(s)</source>
        <translation>
            <numerusform>%n Bild</numerusform>
            <numerusform>%n Bilder</numerusform>
        </translation>
    </message>
    <message>
        <source>, {passed_over:,} passed over</source>
        <translation>, {passed_over:,} übergangen</translation>
    </message>
    <message>
        <source>{act}: {changed} changed{rest}.</source>
        <translation>{act}: {changed} geändert{rest}.</translation>
    </message>
    <message>
        <source>Any class</source>
        <translation>Alle Klassen</translation>
    </message>
    <message>
        <source>Checked or not</source>
        <translation>Geprüft oder nicht</translation>
    </message>
    <message>
        <source>Name or folder</source>
        <translation>Name oder Ordner</translation>
    </message>
    <message>
        <source>Part of the name or folder</source>
        <translation>Teil des Namens oder Ordners</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Any status</source>
        <translation>Jeder Status</translation>
    </message>
    <message>
        <source>Unlabeled</source>
        <translation>Offen</translation>
    </message>
    <message>
        <source>Labeled</source>
        <translation>Annotiert</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>Aufteilung</translation>
    </message>
    <message>
        <source>Any split</source>
        <translation>Überall</translation>
    </message>
    <message>
        <source>Pool</source>
        <translation>Pool</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>Validierung</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Test</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Verwendung</translation>
    </message>
    <message>
        <source>Usable or not</source>
        <translation>Verwendbar?</translation>
    </message>
    <message>
        <source>Usable</source>
        <translation>Verwendbar</translation>
    </message>
    <message>
        <source>Taken out</source>
        <translation>Entnommen</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Fehlend</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Reihenfolge</translation>
    </message>
    <message>
        <source>As added</source>
        <translation>Ursprünglich</translation>
    </message>
    <message>
        <source>By name</source>
        <translation>Nach Namen</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>Neueste zuerst</translation>
    </message>
    <message>
        <source>Model least sure first</source>
        <translation>Modell am unsichersten zuerst</translation>
    </message>
    <message>
        <source>Model surest first</source>
        <translation>Modell am sichersten zuerst</translation>
    </message>
    <message>
        <source>Checked for</source>
        <translation>Geprüft auf</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Gruppe</translation>
    </message>
    <message>
        <source>Part of the group&apos;s name</source>
        <translation>Teil des Gruppennamens</translation>
    </message>
    <message>
        <source>Near-duplicates only</source>
        <translation>Nur Beinahe-Duplikate</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Not checked for {name}</source>
        <translation>Nicht auf {name} geprüft</translation>
    </message>
    <message>
        <source>Model sure</source>
        <translation>Modell sicher</translation>
    </message>
    <message>
        <source>Show other images, too</source>
        <translation>Auch andere Bilder zeigen</translation>
    </message>
    <message>
        <source>at least</source>
        <translation>mindestens</translation>
    </message>
    <message>
        <source>at most</source>
        <translation>höchstens</translation>
    </message>
    <message>
        <source>Confidence of the surest suggestion, {name}</source>
        <translation>Konfidenz des sichersten Vorschlags, {name}</translation>
    </message>
    <message>
        <source>How sure the current model is of what it is surest of in an image</source>
        <translation>Wie sicher das aktuelle Modell bei dem ist, was es in einem Bild am sichersten sieht</translation>
    </message>
    <message>
        <source>Drawn at random, whole groups at a time, and labeled without suggestions. These images only measure; no strategy asks for them.</source>
        <translation>Zufällig gezogen, immer ganze Gruppen, und ohne Vorschläge annotiert. Diese Bilder messen nur; keine Strategie fragt nach ihnen.</translation>
    </message>
    <message>
        <source>Frozen with the first questions at the latest; from then on it stays as it is.</source>
        <translation>Wird spätestens mit den ersten Fragen eingefroren; danach bleibt sie, wie sie ist.</translation>
    </message>
    <message>
        <source>Holdout</source>
        <translation>Prüfmenge</translation>
    </message>
    <message>
        <source>Freeze now</source>
        <translation>Jetzt einfrieren</translation>
    </message>
    <message>
        <source>Holdout, frozen</source>
        <translation>Prüfmenge, eingefroren</translation>
    </message>
    <message>
        <source>Holdout, proposed</source>
        <translation>Prüfmenge, vorgeschlagen</translation>
    </message>
    <message numerus="yes">
        <source>%n group(s)</source>
        <translation>
            <numerusform>%n Gruppe</numerusform>
            <numerusform>%n Gruppen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n image(s) left in the pool; {groups}.</source>
        <translation>
            <numerusform>%n Bild bleibt im Pool; {groups}.</numerusform>
            <numerusform>%n Bilder bleiben im Pool; {groups}.</numerusform>
        </translation>
    </message>
    <message>
        <source>share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>{title}: share in percent</source>
        <translation>{title}: Anteil in Prozent</translation>
    </message>
    <message>
        <source>{title}: at most so many images</source>
        <translation>{title}: höchstens so viele Bilder</translation>
    </message>
    <message>
        <source>{done:,} of {num:,} labeled</source>
        <translation>{done:,} von {num:,} annotiert</translation>
    </message>
    <message>
        <source>A group, such as patient 7</source>
        <translation>Eine Gruppe, etwa Patient 7</translation>
    </message>
    <message>
        <source>Group to move the selected images to</source>
        <translation>Gruppe, in die die ausgewählten Bilder kommen</translation>
    </message>
    <message>
        <source>No split ever divides a group.</source>
        <translation>Keine Aufteilung teilt je eine Gruppe.</translation>
    </message>
    <message>
        <source>Move to</source>
        <translation>Verschieben nach</translation>
    </message>
    <message>
        <source>Name a group first.</source>
        <translation>Nennen Sie zuerst eine Gruppe.</translation>
    </message>
    <message>
        <source>Add images…</source>
        <translation>Bilder hinzufügen…</translation>
    </message>
    <message>
        <source>Import a dataset…</source>
        <translation>Datensatz importieren…</translation>
    </message>
    <message>
        <source>Add a folder of images</source>
        <translation>Ordner mit Bildern hinzufügen</translation>
    </message>
    <message>
        <source>Find images by name</source>
        <translation>Bilder nach Namen suchen</translation>
    </message>
    <message>
        <source>find</source>
        <translation>suchen</translation>
    </message>
    <message>
        <source>Show all images</source>
        <translation>Alle Bilder zeigen</translation>
    </message>
    <message>
        <source>Stop adding images</source>
        <translation>Hinzufügen von Bildern anhalten</translation>
    </message>
    <message>
        <source>{act}, selected images</source>
        <translation>{act}, ausgewählte Bilder</translation>
    </message>
    <message>
        <source>Move selected images to a group</source>
        <translation>Ausgewählte Bilder in eine Gruppe verschieben</translation>
    </message>
    <message>
        <source>Undo the act on images</source>
        <translation>Änderung an Bildern rückgängig machen</translation>
    </message>
    <message>
        <source>Redo the act on images</source>
        <translation>Änderung an Bildern wiederholen</translation>
    </message>
    <message>
        <source>open the image</source>
        <translation>Bild öffnen</translation>
    </message>
    <message>
        <source>Folder of a dataset</source>
        <translation>Ordner eines Datensatzes</translation>
    </message>
    <message>
        <source>{num_shown:,} shown</source>
        <translation>{num_shown:,} gezeigt</translation>
    </message>
    <message>
        <source>No image fits</source>
        <translation>Kein Bild passt</translation>
    </message>
    <message>
        <source>Change what is looked for.</source>
        <translation>Ändern Sie, wonach gesucht wird.</translation>
    </message>
    <message>
        <source>Adding images</source>
        <translation>Bilder werden hinzugefügt</translation>
    </message>
    <message>
        <source>No images</source>
        <translation>Keine Bilder</translation>
    </message>
    <message>
        <source>No images yet</source>
        <translation>Noch keine Bilder</translation>
    </message>
    <message>
        <source>Drop a folder here. Images stay where they are unless you have them copied.</source>
        <translation>Legen Sie hier einen Ordner ab. Bilder bleiben, wo sie sind, es sei denn, Sie lassen sie kopieren.</translation>
    </message>
    <message>
        <source>Undo: {act}</source>
        <translation>Rückgängig: {act}</translation>
    </message>
    <message>
        <source>{num_labeled:,} labeled</source>
        <translation>{num_labeled:,} annotiert</translation>
    </message>
    <message>
        <source>{num_partial:,} begun</source>
        <translation>{num_partial:,} begonnen</translation>
    </message>
    <message>
        <source>{num_unusable:,} cannot be used</source>
        <translation>{num_unusable:,} nicht verwendbar</translation>
    </message>
    <message>
        <source>The holdout was drawn by groups and is frozen: every image stays in its group.</source>
        <translation>Die Prüfmenge wurde nach Gruppen gezogen und ist eingefroren: Jedes Bild bleibt in seiner Gruppe.</translation>
    </message>
    <message>
        <source>No images are being added.</source>
        <translation>Es werden keine Bilder hinzugefügt.</translation>
    </message>
    <message>
        <source>Select images first.</source>
        <translation>Wählen Sie zuerst Bilder aus.</translation>
    </message>
    <message>
        <source>{folder} is not a dataset that Loupe knows.</source>
        <translation>{folder} ist kein Datensatz, den Loupe kennt.</translation>
    </message>
    <message>
        <source>It reads YOLO (data.yaml), COCO (JSON) and Pascal VOC (XML).</source>
        <translation>Gelesen werden YOLO (data.yaml), COCO (JSON) und Pascal VOC (XML).</translation>
    </message>
    <message>
        <source>The holdout is frozen: {num_test} test, {num_val} validation.</source>
        <translation>Die Prüfmenge ist eingefroren: {num_test} Test, {num_val} Validierung.</translation>
    </message>
    <message>
        <source>Confirm empty</source>
        <translation>Als leer bestätigen</translation>
    </message>
    <message>
        <source>Say that nothing is on them; those with labels are passed over</source>
        <translation>Sagen, dass nichts darauf ist; Bilder mit Annotationen werden übergangen</translation>
    </message>
    <message>
        <source>Needs review</source>
        <translation>Durchzusehen</translation>
    </message>
    <message>
        <source>Take back that they are complete; their labels stay</source>
        <translation>Zurücknehmen, dass sie vollständig sind; die Annotationen bleiben</translation>
    </message>
    <message>
        <source>Accept suggestions</source>
        <translation>Vorschläge übernehmen</translation>
    </message>
    <message>
        <source>Take over what reaches its class&apos;s threshold (Progress); never on holdout images</source>
        <translation>Übernehmen, was die Schwelle seiner Klasse erreicht (Fortschritt); nie auf Bildern der Prüfmenge</translation>
    </message>
    <message>
        <source>Take out</source>
        <translation>Herausnehmen</translation>
    </message>
    <message>
        <source>Use them no more; their labels stay</source>
        <translation>Nicht mehr verwenden; die Annotationen bleiben</translation>
    </message>
    <message>
        <source>Bring back</source>
        <translation>Zurückholen</translation>
    </message>
    <message>
        <source>Use those again that were taken out</source>
        <translation>Wieder verwenden, was herausgenommen wurde</translation>
    </message>
    <message>
        <source>Move to group…</source>
        <translation>In Gruppe verschieben…</translation>
    </message>
    <message>
        <source>Delete labels of</source>
        <translation>Annotationen löschen von</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Aufheben</translation>
    </message>
    <message>
        <source>{count:,} selected</source>
        <translation>{count:,} ausgewählt</translation>
    </message>
    <message>
        <source>More to do with them</source>
        <translation>Was mit ihnen noch zu tun ist</translation>
    </message>
    <message>
        <source>Put them where no split divides them (G)</source>
        <translation>Dorthin, wo keine Aufteilung sie teilt (G)</translation>
    </message>
    <message>
        <source>A model that learned from one of two is measured too well on the other. Their splits are frozen; take the one in the pool out of use.</source>
        <translation>Ein Modell, das von einem der beiden gelernt hat, wird am anderen zu gut gemessen. Ihre Aufteilungen sind eingefroren; nehmen Sie das im Pool heraus.</translation>
    </message>
    <message>
        <source>Say what there is to find.</source>
        <translation>Sagen Sie, was zu finden ist.</translation>
    </message>
    <message>
        <source>Show them</source>
        <translation>Diese zeigen</translation>
    </message>
    <message>
        <source>Near-duplicates across splits</source>
        <translation>Beinahe-Duplikate über Aufteilungen hinweg</translation>
    </message>
    <message numerus="yes">
        <source>%n image(s) look alike across splits.</source>
        <translation>
            <numerusform>%n Bild gleicht anderen über Aufteilungen hinweg.</numerusform>
            <numerusform>%n Bilder gleichen einander über Aufteilungen hinweg.</numerusform>
        </translation>
    </message>
    <message>
        <source>Files kept out, with reasons</source>
        <translation>Nicht übernommene Dateien, mit Gründen</translation>
    </message>
    <message numerus="yes">
        <source>Kept out, %n file(s)</source>
        <translation>
            <numerusform>Nicht übernommen, %n Datei</numerusform>
            <numerusform>Nicht übernommen, %n Dateien</numerusform>
        </translation>
    </message>
    <message>
        <source>Find a class</source>
        <translation>Klasse suchen</translation>
    </message>
    <message>
        <source>Classes that match</source>
        <translation>Klassen, die passen</translation>
    </message>
    <message>
        <source>Class of new shapes</source>
        <translation>Klasse neuer Formen</translation>
    </message>
    <message>
        <source>Class of {number} objects</source>
        <translation>Klasse von {number} Objekten</translation>
    </message>
    <message>
        <source>Class of the object</source>
        <translation>Klasse des Objekts</translation>
    </message>
    <message>
        <source>Add class “{name}”</source>
        <translation>Klasse „{name}“ anlegen</translation>
    </message>
    <message>
        <source>current</source>
        <translation>aktuell</translation>
    </message>
    <message>
        <source>Add class</source>
        <translation>Klasse anlegen</translation>
    </message>
    <message>
        <source>Images labeled so far count as not checked for a new class.</source>
        <translation>Bisher annotierte Bilder gelten als nicht auf eine neue Klasse geprüft.</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>übersprungen</translation>
    </message>
    <message>
        <source>not sure</source>
        <translation>nicht sicher</translation>
    </message>
    <message>
        <source>flagged</source>
        <translation>vorgemerkt</translation>
    </message>
    <message>
        <source>Questions of the round</source>
        <translation>Fragen der Runde</translation>
    </message>
    <message>
        <source>holdout</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>The project is open read-only, so nothing can be labeled.</source>
        <translation>Das Projekt ist nur zum Lesen geöffnet, es kann also nichts annotiert werden.</translation>
    </message>
    <message>
        <source>Nothing is labeled on this image.</source>
        <translation>Auf diesem Bild ist nichts annotiert.</translation>
    </message>
    <message>
        <source>hide or show</source>
        <translation>ausblenden oder zeigen</translation>
    </message>
    <message>
        <source>Labels of the image</source>
        <translation>Annotationen des Bildes</translation>
    </message>
    <message>
        <source>Draw what is missing and confirm the image; the damaged rows stay in the project.</source>
        <translation>Zeichnen Sie, was fehlt, und bestätigen Sie das Bild; die beschädigten Zeilen bleiben im Projekt.</translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s)</source>
        <translation>
            <numerusform>%n Antwort</numerusform>
            <numerusform>%n Antworten</numerusform>
        </translation>
    </message>
    <message>
        <source>unknown answer “{word}”</source>
        <translation>unbekannte Antwort „{word}“</translation>
    </message>
    <message>
        <source>{what} of {image} cannot be read and stays hidden: {listed}.</source>
        <translation>{what} von {image} kann nicht gelesen werden und bleibt verborgen: {listed}.</translation>
    </message>
    <message>
        <source>{what} of {image} cannot be read and stay hidden: {listed}.</source>
        <translation>{what} von {image} können nicht gelesen werden und bleiben verborgen: {listed}.</translation>
    </message>
    <message>
        <source>{name} or {name_2}?</source>
        <translation>{name} oder {name_2}?</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Skip it</source>
        <translation>Überspringen</translation>
    </message>
    <message>
        <source>There is nothing to undo on this image.</source>
        <translation>Auf diesem Bild gibt es nichts rückgängig zu machen.</translation>
    </message>
    <message>
        <source>There is nothing to redo on this image.</source>
        <translation>Auf diesem Bild gibt es nichts zu wiederholen.</translation>
    </message>
    <message>
        <source>draw boxes</source>
        <translation>Rahmen zeichnen</translation>
    </message>
    <message>
        <source>draw polygons</source>
        <translation>Polygone zeichnen</translation>
    </message>
    <message>
        <source>draw rotated boxes</source>
        <translation>gedrehte Rahmen zeichnen</translation>
    </message>
    <message>
        <source>place keypoints</source>
        <translation>Schlüsselpunkte setzen</translation>
    </message>
    <message>
        <source>first class</source>
        <translation>erste Klasse</translation>
    </message>
    <message>
        <source>turn left</source>
        <translation>links drehen</translation>
    </message>
    <message>
        <source>a little</source>
        <translation>ein wenig</translation>
    </message>
    <message>
        <source>turn right</source>
        <translation>rechts drehen</translation>
    </message>
    <message>
        <source>next point</source>
        <translation>nächster Punkt</translation>
    </message>
    <message>
        <source>move it</source>
        <translation>verschieben</translation>
    </message>
    <message>
        <source>not labeled</source>
        <translation>nicht annotiert</translation>
    </message>
    <message>
        <source>hidden</source>
        <comment>of a keypoint</comment>
        <translation>verdeckt</translation>
    </message>
    <message>
        <source>visible</source>
        <translation>sichtbar</translation>
    </message>
    <message>
        <source>Skip the question</source>
        <translation>Frage überspringen</translation>
    </message>
    <message>
        <source>Say that you are not sure</source>
        <translation>Sagen, dass man nicht sicher ist</translation>
    </message>
    <message>
        <source>Flag for a second opinion</source>
        <translation>Für eine zweite Meinung vormerken</translation>
    </message>
    <message>
        <source>Next part of the page</source>
        <translation>Nächster Teil der Seite</translation>
    </message>
    <message>
        <source>Previous part of the page</source>
        <translation>Voriger Teil der Seite</translation>
    </message>
    <message>
        <source>Choose a class by name</source>
        <translation>Klasse nach Namen wählen</translation>
    </message>
    <message>
        <source>Go to the list of labels</source>
        <translation>Zur Liste der Annotationen</translation>
    </message>
    <message>
        <source>Find the rest</source>
        <translation>Das Übrige finden</translation>
    </message>
    <message>
        <source>Browse all images</source>
        <translation>Alle Bilder durchblättern</translation>
    </message>
    <message>
        <source>Check images that lack a class</source>
        <translation>Bilder prüfen, denen eine Klasse fehlt</translation>
    </message>
    <message>
        <source>Back to the questions</source>
        <translation>Zurück zu den Fragen</translation>
    </message>
    <message>
        <source>Show the image as it is</source>
        <translation>Bild zeigen, wie es ist</translation>
    </message>
    <message>
        <source>Invert the image</source>
        <translation>Bild umkehren</translation>
    </message>
    <message>
        <source>Local contrast on or off</source>
        <translation>Lokaler Kontrast an oder aus</translation>
    </message>
    <message>
        <source>skip</source>
        <translation>überspringen</translation>
    </message>
    <message>
        <source>take the last point back</source>
        <translation>letzten Punkt zurücknehmen</translation>
    </message>
    <message>
        <source>give it up</source>
        <translation>aufgeben</translation>
    </message>
    <message>
        <source>bare image</source>
        <translation>bloßes Bild</translation>
    </message>
    <message>
        <source>compare with the model</source>
        <translation>mit dem Modell vergleichen</translation>
    </message>
    <message>
        <source>next suggestion</source>
        <translation>nächster Vorschlag</translation>
    </message>
    <message>
        <source>accept</source>
        <translation>übernehmen</translation>
    </message>
    <message>
        <source>reject</source>
        <translation>ablehnen</translation>
    </message>
    <message>
        <source>class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>accept shown</source>
        <translation>gezeigte übernehmen</translation>
    </message>
    <message>
        <source>leave the points</source>
        <translation>Punkte verlassen</translation>
    </message>
    <message>
        <source>next object</source>
        <translation>nächstes Objekt</translation>
    </message>
    <message>
        <source>complete and next</source>
        <translation>fertig und weiter</translation>
    </message>
    <message>
        <source>find the rest</source>
        <translation>das Übrige finden</translation>
    </message>
    <message>
        <source>nothing here</source>
        <translation>hier ist nichts</translation>
    </message>
    <message>
        <source>The project has no class {number}.</source>
        <translation>Das Projekt hat keine Klasse {number}.</translation>
    </message>
    <message>
        <source>No image is open.</source>
        <translation>Es ist kein Bild geöffnet.</translation>
    </message>
    <message>
        <source>This image is not a question that is still open.</source>
        <translation>Dieses Bild ist keine offene Frage.</translation>
    </message>
    <message>
        <source>Every image to check was looked at again.</source>
        <translation>Alle zu prüfenden Bilder wurden noch einmal angesehen.</translation>
    </message>
    <message>
        <source>This is the first image.</source>
        <translation>Das ist das erste Bild.</translation>
    </message>
    <message>
        <source>This is the last image.</source>
        <translation>Das ist das letzte Bild.</translation>
    </message>
    <message>
        <source>Choosing questions</source>
        <translation>Fragen werden gewählt</translation>
    </message>
    <message>
        <source>They open here by themselves.</source>
        <translation>Sie öffnen sich hier von selbst.</translation>
    </message>
    <message>
        <source>{title} was stopped.</source>
        <translation>{title} wurde beendet.</translation>
    </message>
    <message>
        <source>Validation image</source>
        <translation>Validierungsbild</translation>
    </message>
    <message>
        <source>Test image</source>
        <translation>Testbild</translation>
    </message>
    <message>
        <source>In the pool</source>
        <translation>Im Pool</translation>
    </message>
    <message>
        <source>For validation</source>
        <translation>Zur Validierung</translation>
    </message>
    <message>
        <source>For test</source>
        <translation>Zum Test</translation>
    </message>
    <message>
        <source>flagged for a second opinion</source>
        <translation>für eine zweite Meinung vorgemerkt</translation>
    </message>
    <message>
        <source>image {position:,} of {num_images:,}</source>
        <translation>Bild {position:,} von {num_images:,}</translation>
    </message>
    <message>
        <source>Check for {names}</source>
        <translation>Prüfen auf {names}</translation>
    </message>
    <message>
        <source>Labeled before it was there.</source>
        <translation>Annotiert, bevor es sie gab.</translation>
    </message>
    <message>
        <source>about {time}</source>
        <translation>etwa {time}</translation>
    </message>
    <message>
        <source>Why this image</source>
        <translation>Warum dieses Bild</translation>
    </message>
    <message>
        <source>confirmed empty</source>
        <translation>als leer bestätigt</translation>
    </message>
    <message>
        <source>complete</source>
        <translation>vollständig</translation>
    </message>
    <message>
        <source>partly labeled</source>
        <translation>teilweise annotiert</translation>
    </message>
    <message>
        <source>This image is asked about again, so it gets no suggestions.</source>
        <translation>Nach diesem Bild wird erneut gefragt, deshalb bekommt es keine Vorschläge.</translation>
    </message>
    <message>
        <source>This image measures the model, so you answer first: it gets no suggestions.</source>
        <translation>Dieses Bild misst das Modell, deshalb antworten Sie zuerst: Es bekommt keine Vorschläge.</translation>
    </message>
    <message>
        <source>The model sees nothing here.</source>
        <translation>Das Modell sieht hier nichts.</translation>
    </message>
    <message>
        <source>The model knows other classes. The next one suggests again.</source>
        <translation>Das Modell kennt andere Klassen. Das nächste schlägt wieder vor.</translation>
    </message>
    <message>
        <source>The model has not looked at this image yet.</source>
        <translation>Das Modell hat dieses Bild noch nicht angesehen.</translation>
    </message>
    <message>
        <source>Suggestions come with the first trained model.</source>
        <translation>Vorschläge kommen mit dem ersten trainierten Modell.</translation>
    </message>
    <message>
        <source>{listed} are no longer suggested: too few were right.</source>
        <translation>{listed} werden nicht mehr vorgeschlagen: Zu wenige waren richtig.</translation>
    </message>
    <message>
        <source>by example</source>
        <translation>nach Beispiel</translation>
    </message>
    <message>
        <source>by the model</source>
        <translation>vom Modell</translation>
    </message>
    <message>
        <source>{right} of {judged}</source>
        <translation>{right} von {judged}</translation>
    </message>
    <message>
        <source>{name} is no longer suggested {source}: {counted} were right.</source>
        <translation>{name} wird {source} nicht mehr vorgeschlagen: {counted} waren richtig.</translation>
    </message>
    <message>
        <source>{count} of {num_questions}</source>
        <translation>{count} von {num_questions}</translation>
    </message>
    <message>
        <source>answered</source>
        <translation>beantwortet</translation>
    </message>
    <message>
        <source>{position} of {num_questions}</source>
        <translation>{position} von {num_questions}</translation>
    </message>
    <message>
        <source>{num_open} still open</source>
        <translation>{num_open} noch offen</translation>
    </message>
    <message numerus="yes">
        <source>then %n more</source>
        <translation>
            <numerusform>dann noch %n</numerusform>
            <numerusform>dann noch %n</numerusform>
        </translation>
    </message>
    <message>
        <source>Images are sorted here, so there is no object to look for.</source>
        <translation>Hier werden Bilder sortiert, es gibt also kein Objekt zu suchen.</translation>
    </message>
    <message>
        <source>This image measures the model, so it gets no suggestions.</source>
        <translation>Dieses Bild misst das Modell, deshalb bekommt es keine Vorschläge.</translation>
    </message>
    <message>
        <source>Select an object you drew: its like is then suggested.</source>
        <translation>Wählen Sie ein Objekt aus, das Sie gezeichnet haben: Ähnliches wird dann vorgeschlagen.</translation>
    </message>
    <message>
        <source>Looking for what is alike.</source>
        <translation>Ähnliches wird gesucht.</translation>
    </message>
    <message numerus="yes">
        <source>%n suggestion(s) here. Enter walks through them.</source>
        <translation>
            <numerusform>%n Vorschlag hier. Enter führt hindurch.</numerusform>
            <numerusform>%n Vorschläge hier. Enter führt hindurch.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing else here looks like it. [ shows what is less alike.</source>
        <translation>Sonst sieht hier nichts so aus. [ zeigt weniger Ähnliches.</translation>
    </message>
    <message>
        <source>“{act}” could not be stored. {message}</source>
        <translation>„{act}“ konnte nicht gespeichert werden. {message}</translation>
    </message>
    <message>
        <source>The image shows again what is stored.</source>
        <translation>Das Bild zeigt wieder, was gespeichert ist.</translation>
    </message>
    <message>
        <source>Difficult</source>
        <translation>Schwierig</translation>
    </message>
    <message>
        <source>Hard to tell even for an expert</source>
        <translation>Selbst für Fachleute schwer zu erkennen</translation>
    </message>
    <message>
        <source>Truncated</source>
        <translation>Am Rand</translation>
    </message>
    <message>
        <source>Cut off by the edge of the image</source>
        <translation>Am Bildrand abgeschnitten</translation>
    </message>
    <message>
        <source>Occluded</source>
        <translation>Verdeckt</translation>
    </message>
    <message>
        <source>Partly hidden behind something else</source>
        <translation>Teilweise hinter etwas anderem verborgen</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alle zeigen</translation>
    </message>
    <message>
        <source>Unlock all</source>
        <translation>Alle entsperren</translation>
    </message>
    <message>
        <source>Bring to front (Page up)</source>
        <translation>In den Vordergrund (Bild auf)</translation>
    </message>
    <message>
        <source>Send to back (Page down)</source>
        <translation>In den Hintergrund (Bild ab)</translation>
    </message>
    <message>
        <source>Lock or unlock (Alt+L)</source>
        <translation>Sperren oder entsperren (Alt+L)</translation>
    </message>
    <message>
        <source>Hide on the canvas (Alt+H)</source>
        <translation>Auf der Zeichenfläche ausblenden (Alt+H)</translation>
    </message>
    <message>
        <source>{num_selected} objects</source>
        <translation>{num_selected} Objekte</translation>
    </message>
    <message>
        <source>Several notes</source>
        <translation>Mehrere Notizen</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>hidden</source>
        <translation>ausgeblendet</translation>
    </message>
    <message>
        <source>locked</source>
        <translation>gesperrt</translation>
    </message>
    <message>
        <source>Note on the selected objects</source>
        <translation>Notiz zu den ausgewählten Objekten</translation>
    </message>
    <message>
        <source>Suggestions</source>
        <translation>Vorschläge</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Annotationen</translation>
    </message>
    <message>
        <source>What is listed</source>
        <translation>Was aufgelistet wird</translation>
    </message>
    <message>
        <source>Labels {number:,}</source>
        <translation>Annotationen {number:,}</translation>
    </message>
    <message>
        <source>Ask for questions</source>
        <translation>Fragen stellen lassen</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Erneut fragen</translation>
    </message>
    <message>
        <source>Browse the images</source>
        <translation>Bilder durchblättern</translation>
    </message>
    <message>
        <source>Look through the answers</source>
        <translation>Antworten durchsehen</translation>
    </message>
    <message>
        <source>Show what was passed over</source>
        <translation>Übergangene zeigen</translation>
    </message>
    <message>
        <source>There are no images yet</source>
        <translation>Es gibt noch keine Bilder</translation>
    </message>
    <message>
        <source>Add a folder of images or a dataset. Then Loupe chooses which images to ask about.</source>
        <translation>Fügen Sie einen Ordner mit Bildern oder einen Datensatz hinzu. Dann wählt Loupe, nach welchen Bildern gefragt wird.</translation>
    </message>
    <message>
        <source>No questions yet</source>
        <translation>Noch keine Fragen</translation>
    </message>
    <message>
        <source>Loupe chooses the images whose labels teach the model most. Or browse the images and label whichever you like.</source>
        <translation>Loupe wählt die Bilder, deren Annotationen das Modell am meisten lehren. Oder blättern Sie durch die Bilder und annotieren Sie, welche Sie möchten.</translation>
    </message>
    <message>
        <source>The questions of round {number} could not be chosen</source>
        <translation>Die Fragen der Runde {number} konnten nicht gewählt werden</translation>
    </message>
    <message>
        <source>Choosing the questions of round {number}</source>
        <translation>Die Fragen der Runde {number} werden gewählt</translation>
    </message>
    <message numerus="yes">
        <source>%n image(s) answered</source>
        <translation>
            <numerusform>%n Bild beantwortet</numerusform>
            <numerusform>%n Bilder beantwortet</numerusform>
        </translation>
    </message>
    <message>
        <source>, {num_passed_over} passed over</source>
        <translation>, {num_passed_over} übergangen</translation>
    </message>
    <message>
        <source>Every question of round {number} is dealt with</source>
        <translation>Alle Fragen der Runde {number} sind erledigt</translation>
    </message>
    <message>
        <source>Train now, and a better model chooses the next questions.</source>
        <translation>Trainieren Sie jetzt, dann wählt ein besseres Modell die nächsten Fragen.</translation>
    </message>
    <message>
        <source>While the model trains, the one before it can ask on.</source>
        <translation>Während das Modell trainiert, kann das vorige weiterfragen.</translation>
    </message>
    <message>
        <source>The model has learned from them.</source>
        <translation>Das Modell hat aus ihnen gelernt.</translation>
    </message>
    <message>
        <source>reading the image</source>
        <translation>Bild wird gelesen</translation>
    </message>
    <message>
        <source>x {} y {}</source>
        <translation>x {} y {}</translation>
    </message>
    <message>
        <source>timed</source>
        <translation>Zeit läuft</translation>
    </message>
    <message>
        <source>not timed</source>
        <translation>ohne Zeit</translation>
    </message>
    <message>
        <source>saving</source>
        <translation>speichert</translation>
    </message>
    <message>
        <source>saved</source>
        <translation>gespeichert</translation>
    </message>
    <message>
        <source>Make all shown suggestions labels, as one step</source>
        <translation>Alle gezeigten Vorschläge in einem Schritt zu Annotationen machen</translation>
    </message>
    <message>
        <source>No image is shown.</source>
        <translation>Es wird kein Bild gezeigt.</translation>
    </message>
    <message>
        <source>Answer first: Enter then shows what the model sees.</source>
        <translation>Antworten Sie zuerst: Enter zeigt dann, was das Modell sieht.</translation>
    </message>
    <message>
        <source>Accept shown</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>Ausblenden</translation>
    </message>
    <message>
        <source>Suggest again</source>
        <translation>Neu vorschlagen</translation>
    </message>
    <message>
        <source>Least confidence shown</source>
        <translation>Geringste gezeigte Konfidenz</translation>
    </message>
    <message>
        <source>Every suggestion is dealt with.</source>
        <translation>Alle Vorschläge sind erledigt.</translation>
    </message>
    <message>
        <source>Suggestions, {num_shown} of {num_left} shown</source>
        <translation>Vorschläge, {num_shown} von {num_left} gezeigt</translation>
    </message>
    <message>
        <source>Confidence from {threshold:.2f}</source>
        <translation>Konfidenz ab {threshold:.2f}</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>GrabCut goes by color alone. SAM weights know objects: choose a .pt file of yours, or put mobile_sam.pt or sam2.1_t.pt into {folder}.</source>
        <translation>GrabCut geht nur nach der Farbe. SAM-Gewichte kennen Objekte: Wählen Sie eine eigene .pt-Datei oder legen Sie mobile_sam.pt oder sam2.1_t.pt in {folder}.</translation>
    </message>
    <message>
        <source>GrabCut goes by color alone: best on plain grounds, and quick.</source>
        <translation>GrabCut geht nur nach der Farbe: am besten auf schlichtem Grund, und schnell.</translation>
    </message>
    <message>
        <source>The first look at an image takes longest.</source>
        <translation>Der erste Blick auf ein Bild dauert am längsten.</translation>
    </message>
    <message>
        <source>Trace with</source>
        <translation>Umfahren mit</translation>
    </message>
    <message>
        <source>How often each value comes</source>
        <translation>Wie oft jeder Wert vorkommt</translation>
    </message>
    <message>
        <source>Own window</source>
        <translation>Eigenes Fenster</translation>
    </message>
    <message>
        <source>Full range</source>
        <translation>Voller Bereich</translation>
    </message>
    <message>
        <source>Middle 98 %</source>
        <translation>Mittlere 98 %</translation>
    </message>
    <message>
        <source>Dark half</source>
        <translation>Dunkle Hälfte</translation>
    </message>
    <message>
        <source>Bright half</source>
        <translation>Helle Hälfte</translation>
    </message>
    <message>
        <source>From the lowest to the highest value of each image</source>
        <translation>Vom niedrigsten bis zum höchsten Wert jedes Bildes</translation>
    </message>
    <message>
        <source>Leaves out the lowest and the highest hundredth of each image&apos;s pixels</source>
        <translation>Lässt das niedrigste und das höchste Hundertstel der Pixel jedes Bildes weg</translation>
    </message>
    <message>
        <source>Shows the darker half of each image&apos;s pixels</source>
        <translation>Zeigt die dunklere Hälfte der Pixel jedes Bildes</translation>
    </message>
    <message>
        <source>Shows the brighter half of each image&apos;s pixels</source>
        <translation>Zeigt die hellere Hälfte der Pixel jedes Bildes</translation>
    </message>
    <message>
        <source>Invert</source>
        <translation>Umkehren</translation>
    </message>
    <message>
        <source>Local contrast</source>
        <translation>Lokaler Kontrast</translation>
    </message>
    <message>
        <source>Which values are shown</source>
        <translation>Welche Werte gezeigt werden</translation>
    </message>
    <message>
        <source>More about the view</source>
        <translation>Mehr zur Ansicht</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>Kontrast</translation>
    </message>
    <message>
        <source>Gamma</source>
        <translation>Gamma</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>Mitte</translation>
    </message>
    <message>
        <source>Show less</source>
        <translation>Weniger zeigen</translation>
    </message>
    <message>
        <source>Brightness, contrast, gamma, …</source>
        <translation>Helligkeit, Kontrast, Gamma, …</translation>
    </message>
    <message>
        <source>The image is shown as it is.</source>
        <translation>Das Bild wird gezeigt, wie es ist.</translation>
    </message>
    <message>
        <source>Show the image as it is (Shift+R)</source>
        <translation>Bild zeigen, wie es ist (Umschalt+R)</translation>
    </message>
    <message numerus="yes">
        <source>Version {version}: %n error(s)</source>
        <translation>
            <numerusform>Version {version}: %n Fehler</numerusform>
            <numerusform>Version {version}: %n Fehler</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing to compare yet</source>
        <translation>Noch nichts zu vergleichen</translation>
    </message>
    <message>
        <source>Two versions can be compared image by image; train once more.</source>
        <translation>Zwei Versionen lassen sich Bild für Bild vergleichen; trainieren Sie noch einmal.</translation>
    </message>
    <message>
        <source>Twice the same version</source>
        <translation>Zweimal dieselbe Version</translation>
    </message>
    <message>
        <source>Choose two different ones.</source>
        <translation>Wählen Sie zwei verschiedene.</translation>
    </message>
    <message>
        <source>From what both versions kept of each image: every place counts once, with its surest class. So it may differ a little from the accuracy of each version.</source>
        <translation>Aus dem, was beide Versionen von jedem Bild behalten haben: Jede Stelle zählt einmal, mit ihrer sichersten Klasse. Deshalb kann es ein wenig von der Genauigkeit jeder Version abweichen.</translation>
    </message>
    <message>
        <source>From what both versions kept of each image: every place counts once, with its surest class, and outlines are compared as they are suggested. The accuracy of each version compares masks in coarser pixels; where objects are small, it is lower.</source>
        <translation>Aus dem, was beide Versionen von jedem Bild behalten haben: Jede Stelle zählt einmal, mit ihrer sichersten Klasse, und Umrisse werden verglichen, wie sie vorgeschlagen werden. Die Genauigkeit jeder Version vergleicht Masken in gröberen Pixeln; wo Objekte klein sind, ist sie niedriger.</translation>
    </message>
    <message>
        <source>no longer in the project</source>
        <translation>nicht mehr im Projekt</translation>
    </message>
    <message>
        <source>{there} missed</source>
        <translation>{there} übersehen</translation>
    </message>
    <message>
        <source>{there} called {said} {confidence:.2f}</source>
        <translation>{there} als {said} bezeichnet, {confidence:.2f}</translation>
    </message>
    <message>
        <source>Objects found</source>
        <translation>Gefundene Objekte</translation>
    </message>
    <message>
        <source>At the operating point of each version.</source>
        <translation>Am Arbeitspunkt jeder Version.</translation>
    </message>
    <message>
        <source>False alarms per image</source>
        <translation>Fehlalarme je Bild</translation>
    </message>
    <message>
        <source>At the operating point of each version; fewer are better.</source>
        <translation>Am Arbeitspunkt jeder Version; weniger ist besser.</translation>
    </message>
    <message>
        <source>Share recognized</source>
        <translation>Anteil erkannt</translation>
    </message>
    <message>
        <source>AP50-95 per class</source>
        <translation>AP50-95 je Klasse</translation>
    </message>
    <message>
        <source>none there</source>
        <translation>keine da</translation>
    </message>
    <message numerus="yes">
        <source>%n object(s) of this class</source>
        <translation>
            <numerusform>%n Objekt dieser Klasse</numerusform>
            <numerusform>%n Objekte dieser Klasse</numerusform>
        </translation>
    </message>
    <message>
        <source>Version {number}</source>
        <translation>Version {number}</translation>
    </message>
    <message>
        <source>There is nothing to find in these images.</source>
        <translation>Auf diesen Bildern ist nichts zu finden.</translation>
    </message>
    <message>
        <source>{version} is {by}, on too few groups of images to tell.</source>
        <translation>{version} liegt bei {by}, an zu wenigen Bildgruppen, um etwas zu sagen.</translation>
    </message>
    <message>
        <source>Both are alike here: {by}.</source>
        <translation>Beide sind hier gleich: {by}.</translation>
    </message>
    <message>
        <source>{version} is better: {by} ({ends}).</source>
        <translation>{version} ist besser: {by} ({ends}).</translation>
    </message>
    <message>
        <source>{version} is worse: {by} ({ends}).</source>
        <translation>{version} ist schlechter: {by} ({ends}).</translation>
    </message>
    <message>
        <source>Not told apart: {by} ({ends}).</source>
        <translation>Nicht zu unterscheiden: {by} ({ends}).</translation>
    </message>
    <message>
        <source>{images} that both were measured on</source>
        <translation>{images}, an denen beide gemessen wurden</translation>
    </message>
    <message numerus="yes">
        <source>, in %n group(s)</source>
        <translation>
            <numerusform>, in %n Gruppe</numerusform>
            <numerusform>, in %n Gruppen</numerusform>
        </translation>
    </message>
    <message>
        <source>measured on version {number} alone</source>
        <translation>nur an Version {number} gemessen</translation>
    </message>
    <message>
        <source>labeled anew in between</source>
        <translation>dazwischen neu annotiert</translation>
    </message>
    <message>
        <source>. Left out: {out}.</source>
        <translation>. Weggelassen: {out}.</translation>
    </message>
    <message>
        <source> Test is for looking; it decides nothing.</source>
        <translation> Der Test ist zum Ansehen; er entscheidet nichts.</translation>
    </message>
    <message>
        <source>First</source>
        <translation>Erste</translation>
    </message>
    <message>
        <source>Second</source>
        <translation>Zweite</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Unterschied</translation>
    </message>
    <message>
        <source>Interval</source>
        <translation>Intervall</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Objects missed or misnamed and false alarms: first, then second</source>
        <translation>Übersehene oder falsch bezeichnete Objekte und Fehlalarme: erste, dann zweite</translation>
    </message>
    <message>
        <source>Differ</source>
        <translation>Anders</translation>
    </message>
    <message>
        <source>Objects and false alarms that the two do not share</source>
        <translation>Objekte und Fehlalarme, die die beiden nicht gemeinsam haben</translation>
    </message>
    <message>
        <source>First version</source>
        <translation>Erste Version</translation>
    </message>
    <message>
        <source>Second version</source>
        <translation>Zweite Version</translation>
    </message>
    <message>
        <source>Images to compare on</source>
        <translation>Bilder für den Vergleich</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>Kennzahl</translation>
    </message>
    <message>
        <source>Each class</source>
        <translation>Jede Klasse</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>Kennzahlen</translation>
    </message>
    <message>
        <source>Images, those where the versions differ most first</source>
        <translation>Bilder, die mit den größten Unterschieden zuerst</translation>
    </message>
    <message>
        <source>Open on the canvas</source>
        <translation>Auf der Zeichenfläche öffnen</translation>
    </message>
    <message>
        <source>Comparing image by image</source>
        <translation>Bild für Bild wird verglichen</translation>
    </message>
    <message>
        <source>Nothing to compare</source>
        <translation>Nichts zu vergleichen</translation>
    </message>
    <message>
        <source>version {first_number}, then version {second_number}</source>
        <translation>Version {first_number}, dann Version {second_number}</translation>
    </message>
    <message>
        <source>Figures: {pair}</source>
        <translation>Kennzahlen: {pair}</translation>
    </message>
    <message>
        <source>The project has this image no more.</source>
        <translation>Dieses Bild ist nicht mehr im Projekt.</translation>
    </message>
    <message>
        <source>Where they differ most</source>
        <translation>Wo sie sich am meisten unterscheiden</translation>
    </message>
    <message>
        <source>and</source>
        <translation>und</translation>
    </message>
    <message>
        <source>ONNX, 32-bit floats</source>
        <translation>ONNX, 32-Bit-Gleitkommazahlen</translation>
    </message>
    <message>
        <source>Trained at {} px. At another size it finds other things; the check compares it with PyTorch at the size you choose, not with its accuracy.</source>
        <translation>Trainiert bei {} px. Bei einer anderen Größe findet es anderes; die Prüfung vergleicht es bei der gewählten Größe mit PyTorch, nicht seine Genauigkeit.</translation>
    </message>
    <message>
        <source>Ship from which confidence boxes count</source>
        <translation>Mitgeben, ab welcher Konfidenz Rahmen zählen</translation>
    </message>
    <message>
        <source>Folder for the exported model</source>
        <translation>Ordner für das exportierte Modell</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>{point}. predict.py shows boxes from there on.</source>
        <translation>{point}. predict.py zeigt Rahmen ab da.</translation>
    </message>
    <message>
        <source>It is not known: the version was measured on nothing but test.</source>
        <translation>Unbekannt: Die Version wurde nur am Test gemessen.</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Operating point</source>
        <translation>Arbeitspunkt</translation>
    </message>
    <message>
        <source>The folder gets {contents}. An earlier export in it is replaced when the new one is whole.</source>
        <translation>Der Ordner erhält {contents}. Ein früherer Export darin wird ersetzt, sobald der neue vollständig ist.</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Step {step} of {count}</source>
        <translation>Schritt {step} von {count}</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Stop the export</source>
        <translation>Export beenden</translation>
    </message>
    <message>
        <source>In {folder}: {contents}</source>
        <translation>In {folder}: {contents}</translation>
    </message>
    <message>
        <source>pip install onnxruntime numpy pillow
python predict.py photo.jpg</source>
        <translation>pip install onnxruntime numpy pillow
python predict.py photo.jpg</translation>
    </message>
    <message>
        <source>model.onnx, the network; classes.txt, its classes in order; predict.py, a small program that looks at images without Loupe; README.txt, how the network is fed and what the check said</source>
        <translation>model.onnx, das Netz; classes.txt, seine Klassen der Reihe nach; predict.py, ein kleines Programm, das Bilder ohne Loupe ansieht; README.txt, wie das Netz gespeist wird und was die Prüfung ergab</translation>
    </message>
    <message>
        <source>Export version {version}</source>
        <translation>Version {version} exportieren</translation>
    </message>
    <message numerus="yes">
        <source>{model}, {task}, %n class(es)</source>
        <translation>
            <numerusform>{model}, {task}, %n Klasse</numerusform>
            <numerusform>{model}, {task}, %n Klassen</numerusform>
        </translation>
    </message>
    <message>
        <source>objects</source>
        <translation>Objekte</translation>
    </message>
    <message>
        <source>called the same</source>
        <translation>gleich benannt</translation>
    </message>
    <message>
        <source>found again, of the same class</source>
        <translation>wiedergefunden, mit derselben Klasse</translation>
    </message>
    <message>
        <source>The exported model does what the model in Loupe does.</source>
        <translation>Das exportierte Modell tut, was das Modell in Loupe tut.</translation>
    </message>
    <message>
        <source>The exported model differs from the model in Loupe. Look at it before you use it.</source>
        <translation>Das exportierte Modell weicht vom Modell in Loupe ab. Sehen Sie es sich an, bevor Sie es verwenden.</translation>
    </message>
    <message numerus="yes">
        <source>On %n image(s) of this project, {num_matched} of {num_boxes} {things} were {same}; no number that the network puts out differs by more than {max_abs_difference:.2g}.</source>
        <translation>
            <numerusform>Auf %n Bild dieses Projekts wurden {num_matched} von {num_boxes} {things} {same}; keine Zahl, die das Netz ausgibt, weicht um mehr als {max_abs_difference:.2g} ab.</numerusform>
            <numerusform>Auf %n Bildern dieses Projekts wurden {num_matched} von {num_boxes} {things} {same}; keine Zahl, die das Netz ausgibt, weicht um mehr als {max_abs_difference:.2g} ab.</numerusform>
        </translation>
    </message>
    <message>
        <source>; operating_point.json, from which confidence boxes count.</source>
        <translation>; operating_point.json, ab welcher Konfidenz Rahmen zählen.</translation>
    </message>
    <message>
        <source>{name} from {threshold:.2f}</source>
        <translation>{name} ab {threshold:.2f}</translation>
    </message>
    <message>
        <source>Trained</source>
        <translation>Trainiert</translation>
    </message>
    <message>
        <source>Round</source>
        <translation>Runde</translation>
    </message>
    <message>
        <source>none</source>
        <comment>no round</comment>
        <translation>keine</translation>
    </message>
    <message>
        <source>Learned from</source>
        <translation>Gelernt aus</translation>
    </message>
    <message numerus="yes">
        <source>%n labeled image(s)</source>
        <translation>
            <numerusform>%n annotiertes Bild</numerusform>
            <numerusform>%n annotierte Bilder</numerusform>
        </translation>
    </message>
    <message>
        <source>Starts from</source>
        <translation>Geht aus von</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>Rezept</translation>
    </message>
    <message>
        <source>{epochs} at {imgsz} px</source>
        <translation>{epochs} bei {imgsz} px</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>Snapshot</source>
        <translation>Schnappschuss</translation>
    </message>
    <message>
        <source>Libraries</source>
        <translation>Bibliotheken</translation>
    </message>
    <message>
        <source>random weights</source>
        <translation>zufällige Gewichte</translation>
    </message>
    <message>
        <source>version {number}</source>
        <translation>Version {number}</translation>
    </message>
    <message numerus="yes">
        <source>%n value(s)</source>
        <translation>
            <numerusform>%n Wert</numerusform>
            <numerusform>%n Werte</numerusform>
        </translation>
    </message>
    <message>
        <source>of search {number}, {values}</source>
        <translation>aus Suche {number}, {values}</translation>
    </message>
    <message>
        <source>unlike the defaults in {values}</source>
        <translation>anders als der Standard: {values}</translation>
    </message>
    <message>
        <source>{name}: {ours} (defaults: {theirs})</source>
        <translation>{name}: {ours} (Standard: {theirs})</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Versionen</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>The folder gets the model, its classes and a small program that runs it without Loupe. Raw outputs and boxes are compared with PyTorch on images of this project.</source>
        <translation>Der Ordner erhält das Modell, seine Klassen und ein kleines Programm, das es ohne Loupe ausführt. Rohe Ausgaben und Rahmen werden auf Bildern dieses Projekts mit PyTorch verglichen.</translation>
    </message>
    <message>
        <source>Measured on</source>
        <translation>Gemessen an</translation>
    </message>
    <message>
        <source>Measured on</source>
        <comment>column</comment>
        <translation>Woran</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>Half overlap</source>
        <translation>Bei 50 %</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Precision</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>Recall</translation>
    </message>
    <message>
        <source>Reading the models</source>
        <translation>Die Modelle werden gelesen</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>Use the newest</source>
        <translation>Neueste verwenden</translation>
    </message>
    <message>
        <source>Where it comes from</source>
        <translation>Woher es kommt</translation>
    </message>
    <message>
        <source>What to look at</source>
        <translation>Was betrachtet wird</translation>
    </message>
    <message>
        <source>There is no model yet.</source>
        <translation>Es gibt noch kein Modell.</translation>
    </message>
    <message>
        <source>Show the versions</source>
        <translation>Versionen zeigen</translation>
    </message>
    <message>
        <source>Compare two versions</source>
        <translation>Zwei Versionen vergleichen</translation>
    </message>
    <message>
        <source>Use the version that is shown</source>
        <translation>Gezeigte Version verwenden</translation>
    </message>
    <message>
        <source>use</source>
        <translation>verwenden</translation>
    </message>
    <message>
        <source>Export the model that is shown</source>
        <translation>Gezeigtes Modell exportieren</translation>
    </message>
    <message>
        <source>export</source>
        <translation>exportieren</translation>
    </message>
    <message>
        <source>No model yet</source>
        <translation>Noch kein Modell</translation>
    </message>
    <message>
        <source>Every training that ends well becomes a version here, with all it came from.</source>
        <translation>Jedes gut beendete Training wird hier eine Version, mit allem, woraus sie entstand.</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>In Verwendung</translation>
    </message>
    <message>
        <source>Accuracy of {version}</source>
        <translation>Genauigkeit von {version}</translation>
    </message>
    <message>
        <source>AP50-95 per class, {version}</source>
        <translation>AP50-95 je Klasse, {version}</translation>
    </message>
    <message>
        <source>Where {version} comes from</source>
        <translation>Woher {version} kommt</translation>
    </message>
    <message>
        <source>Use version {number}</source>
        <translation>Version {number} verwenden</translation>
    </message>
    <message>
        <source>It suggests, asks and is exported</source>
        <translation>Sie schlägt vor, fragt und wird exportiert</translation>
    </message>
    <message>
        <source>As it comes from training</source>
        <translation>Wie sie aus dem Training kommt</translation>
    </message>
    <message>
        <source>Use what was used before</source>
        <translation>Verwenden, was davor verwendet wurde</translation>
    </message>
    <message>
        <source>Write version {number} into a folder and check it</source>
        <translation>Version {number} in einen Ordner schreiben und prüfen</translation>
    </message>
    <message>
        <source>same as PyTorch</source>
        <translation>wie PyTorch</translation>
    </message>
    <message>
        <source>differs from PyTorch</source>
        <translation>anders als PyTorch</translation>
    </message>
    <message>
        <source>The project is being read.</source>
        <translation>Das Projekt wird gerade gelesen.</translation>
    </message>
    <message>
        <source>Beginning</source>
        <translation>Beginnt</translation>
    </message>
    <message>
        <source>The export was stopped.</source>
        <translation>Der Export wurde beendet.</translation>
    </message>
    <message>
        <source>Export again…</source>
        <translation>Erneut exportieren…</translation>
    </message>
    <message>
        <source>Show the log</source>
        <translation>Protokoll zeigen</translation>
    </message>
    <message>
        <source>{job} failed.</source>
        <translation>{job} ist fehlgeschlagen.</translation>
    </message>
    <message>
        <source>The image cannot be read.</source>
        <translation>Das Bild kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>class {class_id}</source>
        <translation>Klasse {class_id}</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Compared</source>
        <translation>Verglichen</translation>
    </message>
    <message>
        <source>Raw outputs of both</source>
        <translation>Rohe Ausgaben beider</translation>
    </message>
    <message>
        <source>Largest difference</source>
        <translation>Größte Abweichung</translation>
    </message>
    <message>
        <source>Mean difference</source>
        <translation>Mittlere Abweichung</translation>
    </message>
    <message>
        <source>Boxes found again</source>
        <translation>Wiedergefundene Rahmen</translation>
    </message>
    <message>
        <source>{num_matched} of {num_boxes}</source>
        <translation>{num_matched} von {num_boxes}</translation>
    </message>
    <message>
        <source>Same class, overlap of 0.99 or more, from confidence {threshold:.2f}</source>
        <translation>Gleiche Klasse, Überlappung von 0,99 oder mehr, ab Konfidenz {threshold:.2f}</translation>
    </message>
    <message>
        <source>From confidence</source>
        <translation>Ab Konfidenz</translation>
    </message>
    <message>
        <source>Exporting</source>
        <translation>Wird exportiert</translation>
    </message>
    <message>
        <source>Exporting and checking</source>
        <translation>Wird exportiert und geprüft</translation>
    </message>
    <message>
        <source>An export runs already.</source>
        <translation>Es läuft schon ein Export.</translation>
    </message>
    <message>
        <source>A fold of the labeled</source>
        <translation>Ein Fold der annotierten</translation>
    </message>
    <message>
        <source>The newest is used already.</source>
        <translation>Die neueste wird schon verwendet.</translation>
    </message>
    <message>
        <source>Nothing was chosen yet.</source>
        <translation>Es wurde noch nichts gewählt.</translation>
    </message>
    <message>
        <source>Version {number} makes suggestions, asks and is exported</source>
        <translation>Version {number} macht Vorschläge, fragt und wird exportiert</translation>
    </message>
    <message>
        <source>{does}, as the newest for the task. The next training takes its place.</source>
        <translation>{does}, als neueste für die Aufgabe. Das nächste Training tritt an ihre Stelle.</translation>
    </message>
    <message>
        <source>{does}, as you chose. It stays until you choose again; the newest is {newest}.</source>
        <translation>{does}, wie Sie gewählt haben. Das bleibt, bis Sie neu wählen; die neueste ist {newest}.</translation>
    </message>
    <message>
        <source>the newest</source>
        <translation>die neueste</translation>
    </message>
    <message>
        <source>{when}: {name}, by {who}</source>
        <translation>{when}: {name}, von {who}</translation>
    </message>
    <message>
        <source>It is in use already.</source>
        <translation>Sie wird schon verwendet.</translation>
    </message>
    <message>
        <source>It was trained for another task.</source>
        <translation>Sie wurde für eine andere Aufgabe trainiert.</translation>
    </message>
    <message>
        <source>expert minutes</source>
        <translation>Arbeitsminuten</translation>
    </message>
    <message>
        <source>images learned from</source>
        <translation>Bilder, aus denen gelernt wurde</translation>
    </message>
    <message>
        <source>Accuracy ({figure}) on {newest}</source>
        <translation>Genauigkeit ({figure}), {newest}</translation>
    </message>
    <message>
        <source>{accuracy} images of a fold of the labeled</source>
        <translation>{accuracy} Bilder eines Folds der annotierten</translation>
    </message>
    <message>
        <source>{accuracy} {where} images, drawn at random, frozen</source>
        <translation>{accuracy} Bilder ({where}), zufällig gezogen, eingefroren</translation>
    </message>
    <message>
        <source>Version {now} changed {where} by {gain:+.3f} over version {before}</source>
        <translation>Version {now} änderte {where} um {gain:+.3f} gegenüber Version {before}</translation>
    </message>
    <message>
        <source>The target is {target:.2f}.</source>
        <translation>Das Ziel ist {target:.2f}.</translation>
    </message>
    <message numerus="yes">
        <source>%n more image(s)</source>
        <translation>
            <numerusform>%n weiteres Bild</numerusform>
            <numerusform>%n weitere Bilder</numerusform>
        </translation>
    </message>
    <message>
        <source>{time} of your time</source>
        <translation>{time} Ihrer Zeit</translation>
    </message>
    <message>
        <source>, for {effort}</source>
        <translation>, für {effort}</translation>
    </message>
    <message>
        <source>, on as many images</source>
        <translation>, mit ebenso vielen Bildern</translation>
    </message>
    <message>
        <source>search adopted, {gain:+.2f}</source>
        <translation>Suche übernommen, {gain:+.2f}</translation>
    </message>
    <message>
        <source>Nothing was missed here.</source>
        <translation>Hier wurde nichts übersehen.</translation>
    </message>
    <message>
        <source>There is no false alarm here.</source>
        <translation>Hier gibt es keinen Fehlalarm.</translation>
    </message>
    <message>
        <source>Nothing was called by the name of another class here.</source>
        <translation>Hier wurde nichts mit dem Namen einer anderen Klasse bezeichnet.</translation>
    </message>
    <message>
        <source>Nothing was found here.</source>
        <translation>Hier wurde nichts gefunden.</translation>
    </message>
    <message>
        <source>{num_shown:,} of {num_meant:,}</source>
        <translation>{num_shown:,} von {num_meant:,}</translation>
    </message>
    <message>
        <source>{number} in {images}; Enter opens the image</source>
        <translation>{number}, {images}; Enter öffnet das Bild</translation>
    </message>
    <message>
        <source>Missed</source>
        <translation>Übersehen</translation>
    </message>
    <message>
        <source>False alarms</source>
        <translation>Fehlalarme</translation>
    </message>
    <message>
        <source>Wrong class</source>
        <translation>Falsche Klasse</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Gefunden</translation>
    </message>
    <message>
        <source>Kind of mistake</source>
        <translation>Art des Fehlers</translation>
    </message>
    <message>
        <source>Class that is there</source>
        <translation>Klasse, die da ist</translation>
    </message>
    <message>
        <source>Class it was called</source>
        <translation>Klasse, als die es bezeichnet wurde</translation>
    </message>
    <message>
        <source>What the model got wrong</source>
        <translation>Was das Modell falsch machte</translation>
    </message>
    <message>
        <source>No object of this class is in these images.</source>
        <translation>Auf diesen Bildern ist kein Objekt dieser Klasse.</translation>
    </message>
    <message>
        <source>Say how much the model must find; it then shows boxes from the confidence at which it found as much on images it had not learned from. More found means more false alarms.</source>
        <translation>Sagen Sie, wie viel das Modell finden muss; es zeigt dann Rahmen ab der Konfidenz, bei der es auf Bildern, aus denen es nicht gelernt hat, so viel fand. Mehr gefunden heißt mehr Fehlalarme.</translation>
    </message>
    <message>
        <source>Precision over share found: {name}</source>
        <translation>Precision über dem Anteil gefundener: {name}</translation>
    </message>
    <message>
        <source>Share found over false alarms (FROC): {name}</source>
        <translation>Anteil gefundener über Fehlalarmen (FROC): {name}</translation>
    </message>
    <message>
        <source>Find at least</source>
        <translation>Mindestens finden</translation>
    </message>
    <message>
        <source>Balance</source>
        <translation>Ausgleich</translation>
    </message>
    <message>
        <source>Share of {name} to find</source>
        <translation>Anteil von {name}, der gefunden werden soll</translation>
    </message>
    <message>
        <source>As many found and as few false alarms as go together (best F1)</source>
        <translation>So viele gefunden und so wenige Fehlalarme, wie zusammengehen (bestes F1)</translation>
    </message>
    <message>
        <source>Best balance for {name}</source>
        <translation>Bester Ausgleich für {name}</translation>
    </message>
    <message>
        <source>The curve begins with the first model that is measured on ten images.</source>
        <translation>Die Kurve beginnt mit dem ersten Modell, das an zehn Bildern gemessen ist.</translation>
    </message>
    <message>
        <source>Expert minutes</source>
        <translation>Arbeitsminuten</translation>
    </message>
    <message>
        <source>What the curve is over</source>
        <translation>Worüber die Kurve geht</translation>
    </message>
    <message>
        <source>Pass wrongly</source>
        <translation>Fälschlich durch</translation>
    </message>
    <message>
        <source>Spent</source>
        <translation>Aufgewendet</translation>
    </message>
    <message>
        <source>{time} of yours</source>
        <translation>{time} Ihrer Zeit</translation>
    </message>
    <message>
        <source>share recognized</source>
        <translation>Anteil erkannt</translation>
    </message>
    <message>
        <source>Per class, {figure} on {yardstick}</source>
        <translation>Je Klasse, {figure}: {yardstick}</translation>
    </message>
    <message>
        <source>Confusions on {where}: rows are there, columns what they were called</source>
        <translation>Verwechslungen ({where}): Zeilen sind, was da ist, Spalten, wie es bezeichnet wurde</translation>
    </message>
    <message numerus="yes">
        <source>%n box(es)</source>
        <translation>
            <numerusform>%n Rahmen</numerusform>
            <numerusform>%n Rahmen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{what} in %n image(s)</source>
        <translation>
            <numerusform>{what} in %n Bild</numerusform>
            <numerusform>{what} in %n Bildern</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{num_passed:,} of %n image(s) with objects</source>
        <translation>
            <numerusform>{num_passed:,} von %n Bild mit Objekten</numerusform>
            <numerusform>{num_passed:,} von %n Bildern mit Objekten</numerusform>
        </translation>
    </message>
    <message>
        <source>Confusions</source>
        <translation>Verwechslungen</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>no object measured on</source>
        <translation>kein Objekt zum Messen</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Überblick</translation>
    </message>
    <message>
        <source>Mistakes</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Go to Images</source>
        <translation>Zu den Bildern</translation>
    </message>
    <message>
        <source>Go to Label</source>
        <translation>Zum Annotieren</translation>
    </message>
    <message>
        <source>Reading what the models reached</source>
        <translation>Es wird gelesen, was die Modelle erreicht haben</translation>
    </message>
    <message>
        <source>Images to tell of</source>
        <translation>Bilder, von denen erzählt wird</translation>
    </message>
    <message>
        <source>Show the learning curve</source>
        <translation>Lernkurve zeigen</translation>
    </message>
    <message>
        <source>Show the operating point</source>
        <translation>Arbeitspunkt zeigen</translation>
    </message>
    <message>
        <source>Show the mistakes</source>
        <translation>Fehler zeigen</translation>
    </message>
    <message>
        <source>With the first model this page tells how good it is, what it misses and what it takes for something else. {reason}</source>
        <translation>Mit dem ersten Modell sagt diese Seite, wie gut es ist, was es übersieht und was es für etwas anderes hält. {reason}</translation>
    </message>
    <message>
        <source>Reading what the model saw.</source>
        <translation>Es wird gelesen, was das Modell sah.</translation>
    </message>
    <message>
        <source>Reading what the model saw</source>
        <translation>Es wird gelesen, was das Modell sah</translation>
    </message>
    <message>
        <source>Nothing to see image by image</source>
        <translation>Nichts Bild für Bild zu sehen</translation>
    </message>
    <message>
        <source>Version {version}, learned from {num_train_images:,} images</source>
        <translation>Version {version}, aus {num_train_images:,} Bildern gelernt</translation>
    </message>
    <message>
        <source>Nothing was measured apart from test, which never chooses.</source>
        <translation>Außer am Test wurde nichts gemessen, und der wählt nie.</translation>
    </message>
    <message>
        <source>of {num_objects:,} found</source>
        <translation>von {num_objects:,} gefunden</translation>
    </message>
    <message numerus="yes">
        <source>of %n image(s) pass wrongly</source>
        <translation>
            <numerusform>von %n Bild gehen fälschlich durch</numerusform>
            <numerusform>von %n Bildern gehen fälschlich durch</numerusform>
        </translation>
    </message>
    <message>
        <source>A box of just that confidence is right in about {chance} of the cases.</source>
        <translation>Ein Rahmen mit genau dieser Konfidenz ist in etwa {chance} der Fälle richtig.</translation>
    </message>
    <message>
        <source> Stated chances miss by {error:.0f} % on test.</source>
        <translation> Die genannten Chancen liegen am Test um {error:.0f} % daneben.</translation>
    </message>
    <message>
        <source>Measured on {images}</source>
        <translation>Gemessen: {images}</translation>
    </message>
    <message>
        <source>; chosen on {images}</source>
        <translation>; gewählt: {images}</translation>
    </message>
    <message numerus="yes">
        <source>95 % intervals over %n group(s)</source>
        <translation>
            <numerusform>95-%-Intervalle über %n Gruppe</numerusform>
            <numerusform>95-%-Intervalle über %n Gruppen</numerusform>
        </translation>
    </message>
    <message>
        <source> Few images: expect the real figures anywhere inside.</source>
        <translation> Wenige Bilder: Die wahren Werte können überall darin liegen.</translation>
    </message>
    <message numerus="yes">
        <source>{num_passed} of %n image(s) would pass wrongly</source>
        <translation>
            <numerusform>{num_passed} von %n Bild würden fälschlich durchgehen</numerusform>
            <numerusform>{num_passed} von %n Bildern würden fälschlich durchgehen</numerusform>
        </translation>
    </message>
    <message>
        <source>{rate} false alarms per image</source>
        <translation>{rate} Fehlalarme je Bild</translation>
    </message>
    <message>
        <source>All classes together: {percent} found, {alarms}; {passed}</source>
        <translation>Alle Klassen zusammen: {percent} gefunden, {alarms}; {passed}</translation>
    </message>
    <message numerus="yes">
        <source>{told}, {num_stopped} of %n image(s) without any object would be stopped.</source>
        <translation>
            <numerusform>{told}, {num_stopped} von %n Bild ohne Objekt würden angehalten.</numerusform>
            <numerusform>{told}, {num_stopped} von %n Bildern ohne Objekt würden angehalten.</numerusform>
        </translation>
    </message>
    <message>
        <source>From confidence {threshold:.2f}, as no {name} is in {where}.</source>
        <translation>Ab Konfidenz {threshold:.2f}, da {name} dort nicht vorkommt ({where}).</translation>
    </message>
    <message>
        <source>{num_found:,} of {num_objects:,} found</source>
        <translation>{num_found:,} von {num_objects:,} gefunden</translation>
    </message>
    <message>
        <source>From confidence {threshold:.2f}: {found} in {where}, {alarms}.</source>
        <translation>Ab Konfidenz {threshold:.2f}: {found} ({where}), {alarms}.</translation>
    </message>
    <message>
        <source> It finds no more than that at any confidence.</source>
        <translation> Mehr findet es bei keiner Konfidenz.</translation>
    </message>
    <message>
        <source>best balance</source>
        <translation>bester Ausgleich</translation>
    </message>
    <message numerus="yes">
        <source>%n image(s) of a fold of the labeled</source>
        <translation>
            <numerusform>%n Bild eines Folds der annotierten</numerusform>
            <numerusform>%n Bilder eines Folds der annotierten</numerusform>
        </translation>
    </message>
    <message>
        <source>a fold of the labeled</source>
        <translation>ein Fold der annotierten</translation>
    </message>
    <message>
        <source>There is nothing to set yet.</source>
        <translation>Es gibt noch nichts einzustellen.</translation>
    </message>
    <message>
        <source>By rung</source>
        <translation>Nach Stufe</translation>
    </message>
    <message>
        <source>By recipe</source>
        <translation>Nach Rezept</translation>
    </message>
    <message>
        <source>By cost</source>
        <translation>Nach Kosten</translation>
    </message>
    <message>
        <source>Pause after this rung</source>
        <translation>Nach dieser Stufe anhalten</translation>
    </message>
    <message>
        <source>Plan another search</source>
        <translation>Weitere Suche planen</translation>
    </message>
    <message>
        <source>Lines begin when trials reach their first rung.</source>
        <translation>Linien beginnen, wenn Versuche ihre erste Stufe erreichen.</translation>
    </message>
    <message>
        <source>Trials</source>
        <translation>Versuche</translation>
    </message>
    <message>
        <source>Let the trainings save what they have; the search goes on later</source>
        <translation>Die Trainings sichern, was sie haben; die Suche geht später weiter</translation>
    </message>
    <message>
        <source>End the search now</source>
        <translation>Suche jetzt beenden</translation>
    </message>
    <message>
        <source>All trials</source>
        <translation>Alle Versuche</translation>
    </message>
    <message>
        <source>What mattered is said once {needed} trials have ended; so far it is {ended}. Fewer would name what was lucky.</source>
        <translation>Worauf es ankam, steht hier, sobald {needed} Versuche zu Ende sind; bisher sind es {ended}. Weniger würden nennen, was Glück hatte.</translation>
    </message>
    <message>
        <source>A hint, no proof: recipes are proven in the confirmation alone.</source>
        <translation>Ein Hinweis, kein Beweis: Rezepte beweisen sich allein in der Bestätigung.</translation>
    </message>
    <message numerus="yes">
        <source>the best {num_best} of %n trial(s)</source>
        <translation>
            <numerusform>die besten {num_best} von %n Versuch</numerusform>
            <numerusform>die besten {num_best} von %n Versuchen</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing set {best} apart by more than chance may do.</source>
        <translation>Nichts hob {best} mehr hervor, als es der Zufall könnte.</translation>
    </message>
    <message>
        <source>{named} set {best} apart; pale bars may be chance.</source>
        <translation>Ausschlaggebend für {best}: {named}. Blasse Balken können Zufall sein.</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>Hier</translation>
    </message>
    <message>
        <source>Nothing to compare yet: no other trial has done better than the defaults so far.</source>
        <translation>Noch nichts zu vergleichen: Bisher war kein anderer Versuch besser als der Standard.</translation>
    </message>
    <message>
        <source>Train one model version with it, to compare with the others. The project&apos;s own recipe stays: only a confirmation replaces it.</source>
        <translation>Damit eine Modellversion trainieren, um sie mit den anderen zu vergleichen. Das Rezept des Projekts bleibt: Nur eine Bestätigung ersetzt es.</translation>
    </message>
    <message>
        <source>One trial</source>
        <translation>Ein Versuch</translation>
    </message>
    <message>
        <source>What mattered</source>
        <translation>Worauf es ankam</translation>
    </message>
    <message>
        <source>Explanation</source>
        <translation>Erklärung</translation>
    </message>
    <message>
        <source>Train with this recipe</source>
        <translation>Mit diesem Rezept trainieren</translation>
    </message>
    <message>
        <source>Recipes</source>
        <translation>Rezepte</translation>
    </message>
    <message>
        <source>Trial 0 trains the defaults. Each further trial trains another recipe: optimizer, learning rates, weight decay, frozen layers, gains of the losses, strength of augmentation, and what may be chosen here.</source>
        <translation>Versuch 0 trainiert den Standard. Jeder weitere Versuch trainiert ein anderes Rezept: Optimierer, Lernraten, Gewichtszerfall, eingefrorene Schichten, Gewichte der Verluste, Stärke der Augmentierung und was hier gewählt werden darf.</translation>
    </message>
    <message>
        <source>All are measured on validation at the same few epochs. Who falls behind there is stopped, so that most of the time goes to the promising ones.</source>
        <translation>Alle werden nach denselben wenigen Epochen an der Validierung gemessen. Was dort zurückfällt, wird beendet, damit die meiste Zeit den aussichtsreichen gilt.</translation>
    </message>
    <message>
        <source>The best then meets the defaults in pairs on folds the search never used. Only a proven gain changes how the project trains.</source>
        <translation>Der beste tritt dann paarweise gegen den Standard an, auf Folds, die die Suche nie benutzt hat. Nur ein bewiesener Gewinn ändert, wie das Projekt trainiert.</translation>
    </message>
    <message>
        <source>Start the search as planned</source>
        <translation>Suche wie geplant starten</translation>
    </message>
    <message>
        <source>start the search</source>
        <translation>Suche starten</translation>
    </message>
    <message>
        <source>Pause the search after this rung</source>
        <translation>Suche nach dieser Stufe anhalten</translation>
    </message>
    <message>
        <source>Stop the search</source>
        <translation>Suche beenden</translation>
    </message>
    <message>
        <source>Resume the search</source>
        <translation>Suche fortsetzen</translation>
    </message>
    <message>
        <source>Reading what is labeled</source>
        <translation>Es wird gelesen, was annotiert ist</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>Budget</translation>
    </message>
    <message>
        <source>What trials try</source>
        <translation>Was Versuche probieren</translation>
    </message>
    <message>
        <source>After the search</source>
        <translation>Nach der Suche</translation>
    </message>
    <message>
        <source>How a search goes</source>
        <translation>Wie eine Suche abläuft</translation>
    </message>
    <message>
        <source>plan another</source>
        <translation>weitere planen</translation>
    </message>
    <message>
        <source>Train with the recipe of the compared trial</source>
        <translation>Mit dem Rezept des verglichenen Versuchs trainieren</translation>
    </message>
    <message>
        <source>Nothing to search with yet</source>
        <translation>Noch nichts, womit gesucht werden kann</translation>
    </message>
    <message>
        <source>{refusal} A search compares recipes on labeled images.</source>
        <translation>{refusal} Eine Suche vergleicht Rezepte an annotierten Bildern.</translation>
    </message>
    <message>
        <source>Facts about these images</source>
        <translation>Vorwissen über diese Bilder</translation>
    </message>
    <message>
        <source>Start the search</source>
        <translation>Suche starten</translation>
    </message>
    <message>
        <source>Back to the last search</source>
        <translation>Zurück zur letzten Suche</translation>
    </message>
    <message>
        <source>Start the search in the background</source>
        <translation>Suche im Hintergrund starten</translation>
    </message>
    <message>
        <source>No limit</source>
        <translation>Keine Grenze</translation>
    </message>
    <message>
        <source>Plan a search</source>
        <translation>Suche planen</translation>
    </message>
    <message>
        <source>Budget, the confirmation included</source>
        <translation>Budget, einschließlich der Bestätigung</translation>
    </message>
    <message>
        <source>Time limit</source>
        <translation>Zeitgrenze</translation>
    </message>
    <message>
        <source>Fixed for the defaults and all trials</source>
        <translation>Fest für den Standard und alle Versuche</translation>
    </message>
    <message>
        <source>What it will cost</source>
        <translation>Was sie kosten wird</translation>
    </message>
    <message>
        <source>Trials may also choose</source>
        <translation>Versuche dürfen auch wählen</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Image sizes</source>
        <translation>Bildgrößen</translation>
    </message>
    <message>
        <source>The defaults have it</source>
        <translation>Der Standard hat es</translation>
    </message>
    <message>
        <source>The search failed.</source>
        <translation>Die Suche ist fehlgeschlagen.</translation>
    </message>
    <message>
        <source>The search is paused; no finished epoch is lost.</source>
        <translation>Die Suche ist angehalten; keine beendete Epoche geht verloren.</translation>
    </message>
    <message>
        <source>The search was stopped.</source>
        <translation>Die Suche wurde beendet.</translation>
    </message>
    <message>
        <source>It is starting.</source>
        <translation>Sie startet gerade.</translation>
    </message>
    <message>
        <source>The plan is shown already.</source>
        <translation>Der Plan wird schon gezeigt.</translation>
    </message>
    <message>
        <source>No search runs.</source>
        <translation>Es läuft keine Suche.</translation>
    </message>
    <message>
        <source>The next training uses the new recipe. {carried}</source>
        <translation>Das nächste Training nutzt das neue Rezept. {carried}</translation>
    </message>
    <message>
        <source>That is a normal result; trainings go on as before.</source>
        <translation>Das ist ein normales Ergebnis; Trainings laufen weiter wie bisher.</translation>
    </message>
    <message>
        <source>Try both ways</source>
        <translation>Beides probieren</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Nie</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>Immer</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>Stärke</translation>
    </message>
    <message>
        <source>Automatic: all of them</source>
        <translation>Automatisch: alle</translation>
    </message>
    <message>
        <source>The defaults&apos; own</source>
        <translation>Wie im Standard</translation>
    </message>
    <message>
        <source>{name} alone</source>
        <translation>Nur {name}</translation>
    </message>
    <message>
        <source>Trial 0 is the defaults: {recipe}.</source>
        <translation>Versuch 0 ist der Standard: {recipe}.</translation>
    </message>
    <message numerus="yes">
        <source>With %n labeled image(s), differences between recipes drown in chance; a search pays from about {enough}.</source>
        <translation>
            <numerusform>Mit %n annotierten Bild gehen Unterschiede zwischen Rezepten im Zufall unter; eine Suche lohnt sich ab etwa {enough}.</numerusform>
            <numerusform>Mit %n annotierten Bildern gehen Unterschiede zwischen Rezepten im Zufall unter; eine Suche lohnt sich ab etwa {enough}.</numerusform>
        </translation>
    </message>
    <message>
        <source>The time does not last for the defaults, one rival and three pairs to prove it.</source>
        <translation>Die Zeit reicht nicht für den Standard, einen Rivalen und drei Paare als Beweis.</translation>
    </message>
    <message>
        <source>best so far</source>
        <translation>bisher am besten</translation>
    </message>
    <message>
        <source>best, trial {number}</source>
        <translation>am besten, Versuch {number}</translation>
    </message>
    <message>
        <source>{defaults_name} (trial 0)</source>
        <translation>{defaults_name} (Versuch 0)</translation>
    </message>
    <message>
        <source>trials, {saved:.0%} of epochs pruned away</source>
        <translation>Versuche, {saved:.0%} der Epochen eingespart</translation>
    </message>
    <message>
        <source>trials</source>
        <translation>Versuche</translation>
    </message>
    <message>
        <source>{num_ended} of {trials}</source>
        <translation>{num_ended} von {trials}</translation>
    </message>
    <message>
        <source>What the best does differently</source>
        <translation>Was der beste anders macht</translation>
    </message>
    <message>
        <source>What trial {number} does differently</source>
        <translation>Was Versuch {number} anders macht</translation>
    </message>
    <message>
        <source>A search runs already.</source>
        <translation>Es läuft schon eine Suche.</translation>
    </message>
    <message>
        <source>It pauses as soon as its trainings have saved what they have.</source>
        <translation>Sie hält an, sobald ihre Trainings gesichert haben, was sie haben.</translation>
    </message>
    <message>
        <source>No trial has run to the end yet.</source>
        <translation>Noch kein Versuch ist zu Ende gelaufen.</translation>
    </message>
    <message>
        <source>No search was stopped.</source>
        <translation>Es wurde keine Suche beendet.</translation>
    </message>
    <message>
        <source>A search keeps the facts it began with.</source>
        <translation>Eine Suche behält das Vorwissen, mit dem sie begann.</translation>
    </message>
    <message>
        <source>Time per image</source>
        <translation>Zeit je Bild</translation>
    </message>
    <message>
        <source>Model size</source>
        <translation>Modellgröße</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>The best recipe meets the defaults on folds the search never saw, inside the budget. It is adopted only if its gain is proven; otherwise the defaults stay.</source>
        <translation>Das beste Rezept tritt im Rahmen des Budgets gegen den Standard an, auf Folds, die die Suche nie gesehen hat. Es wird nur übernommen, wenn sein Gewinn bewiesen ist; sonst bleibt der Standard.</translation>
    </message>
    <message>
        <source>{trainings} trainings</source>
        <translation>{trainings} Trainings</translation>
    </message>
    <message>
        <source>at most; no time is known before the first</source>
        <translation>höchstens; vor dem ersten ist keine Zeit bekannt</translation>
    </message>
    <message>
        <source>at most, the confirmation included</source>
        <translation>höchstens, einschließlich der Bestätigung</translation>
    </message>
    <message numerus="yes">
        <source>%n trial(s)</source>
        <translation>
            <numerusform>%n Versuch</numerusform>
            <numerusform>%n Versuche</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{trials} of up to %n epoch(s); those that fall behind at a rung are stopped early. Then {min_confirmation} to {max_confirmation} full trainings confirm the best against the defaults, unless nothing beat them.</source>
        <translation>
            <numerusform>{trials} mit bis zu %n Epoche; was auf einer Stufe zurückfällt, wird früh beendet. Dann bestätigen {min_confirmation} bis {max_confirmation} volle Trainings das beste gegen den Standard, es sei denn, nichts war besser.</numerusform>
            <numerusform>{trials} mit bis zu %n Epochen; was auf einer Stufe zurückfällt, wird früh beendet. Dann bestätigen {min_confirmation} bis {max_confirmation} volle Trainings das beste gegen den Standard, es sei denn, nichts war besser.</numerusform>
        </translation>
    </message>
    <message>
        <source> One full training takes about {pace} by the pace of the last.</source>
        <translation> Ein volles Training dauert etwa {pace}, gemessen am letzten.</translation>
    </message>
    <message>
        <source> and the confirmation</source>
        <translation> und die Bestätigung</translation>
    </message>
    <message>
        <source>{what} took {time} of training.</source>
        <translation>{what}: {time} Training.</translation>
    </message>
    <message numerus="yes">
        <source>Until %n trial(s) have ended, then the confirmation.</source>
        <translation>
            <numerusform>Bis %n Versuch zu Ende ist, dann die Bestätigung.</numerusform>
            <numerusform>Bis %n Versuche zu Ende sind, dann die Bestätigung.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Until %n trial(s) have ended or {limit} are over, the confirmation included.</source>
        <translation>
            <numerusform>Bis %n Versuch zu Ende ist oder {limit} um sind, einschließlich der Bestätigung.</numerusform>
            <numerusform>Bis %n Versuche zu Ende sind oder {limit} um sind, einschließlich der Bestätigung.</numerusform>
        </translation>
    </message>
    <message>
        <source>Pausing after this rung</source>
        <translation>Wird nach dieser Stufe angehalten</translation>
    </message>
    <message>
        <source>{left} for trials</source>
        <translation>{left} für Versuche</translation>
    </message>
    <message>
        <source>Trial {number} of {total}</source>
        <translation>Versuch {number} von {total}</translation>
    </message>
    <message>
        <source>Confirmation, pair {number} of {total}</source>
        <translation>Bestätigung, Paar {number} von {total}</translation>
    </message>
    <message>
        <source>Preparing</source>
        <translation>Wird vorbereitet</translation>
    </message>
    <message>
        <source>Confirmation</source>
        <translation>Bestätigung</translation>
    </message>
    <message numerus="yes">
        <source>{gain:+.3f} on average over %n pair(s)</source>
        <translation>
            <numerusform>{gain:+.3f} im Mittel über %n Paar</numerusform>
            <numerusform>{gain:+.3f} im Mittel über %n Paare</numerusform>
        </translation>
    </message>
    <message>
        <source>{gain}. At least three pairs can prove it.</source>
        <translation>{gain}. Mindestens drei Paare können es beweisen.</translation>
    </message>
    <message>
        <source>{gain}, 80% interval {low:+.3f} to {high:+.3f}. Proven when its lower end is above zero; by a stricter bound while more pairs may follow.</source>
        <translation>{gain}, 80-%-Intervall {low:+.3f} bis {high:+.3f}. Bewiesen, wenn das untere Ende über null liegt; nach einer strengeren Schranke, solange weitere Paare folgen können.</translation>
    </message>
    <message>
        <source>Fold {fold}</source>
        <translation>Fold {fold}</translation>
    </message>
    <message>
        <source>Defaults and challenger on the same fold with seed {seed}.</source>
        <translation>Standard und Herausforderer auf demselben Fold mit Startwert {seed}.</translation>
    </message>
    <message>
        <source>Add images in the first step to see what this does to one of them.</source>
        <translation>Fügen Sie im ersten Schritt Bilder hinzu, um zu sehen, was das mit einem davon macht.</translation>
    </message>
    <message>
        <source>Looking for the first image.</source>
        <translation>Das erste Bild wird gesucht.</translation>
    </message>
    <message>
        <source>One example of the strongest training that a search may try under these facts. Some images are also joined from four there.</source>
        <translation>Ein Beispiel für das stärkste Training, das eine Suche unter diesen Angaben versuchen darf. Manche Bilder werden dabei auch aus vieren zusammengesetzt.</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Nachher</translation>
    </message>
    <message>
        <source>Another</source>
        <translation>Anderes</translation>
    </message>
    <message>
        <source>Number of the example</source>
        <translation>Nummer des Beispiels</translation>
    </message>
    <message>
        <source>The same number gives the same picture</source>
        <translation>Dieselbe Nummer ergibt dasselbe Bild</translation>
    </message>
    <message>
        <source>As it is</source>
        <translation>Wie es ist</translation>
    </message>
    <message>
        <source>In training</source>
        <translation>Im Training</translation>
    </message>
    <message>
        <source>Example</source>
        <translation>Beispiel</translation>
    </message>
    <message>
        <source>Task and classes</source>
        <translation>Aufgabe und Klassen</translation>
    </message>
    <message>
        <source>Facts</source>
        <translation>Vorwissen</translation>
    </message>
    <message>
        <source>Blood smears</source>
        <translation>Blutausstriche</translation>
    </message>
    <message>
        <source>What you know of these images, no training will contradict: where left and right differ, no image is ever mirrored.</source>
        <translation>Was Sie von diesen Bildern wissen, dem widerspricht kein Training: Wo links und rechts verschieden sind, wird kein Bild je gespiegelt.</translation>
    </message>
    <message>
        <source>What there is to find, one a line. Leave it empty where a dataset brings its own; you can add and rename classes at any time.</source>
        <translation>Was zu finden ist, je Zeile eines. Lassen Sie es leer, wenn ein Datensatz eigene Klassen mitbringt; Sie können Klassen jederzeit anlegen und umbenennen.</translation>
    </message>
    <message>
        <source>Then Loupe proposes which images only measure the model; you can adjust that first.</source>
        <translation>Dann schlägt Loupe vor, welche Bilder nur das Modell messen; das können Sie zuvor anpassen.</translation>
    </message>
    <message>
        <source>Name of the project</source>
        <translation>Name des Projekts</translation>
    </message>
    <message>
        <source>Classes, one a line</source>
        <translation>Klassen, je Zeile eine</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>Ändern…</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>New project, step {step} of {num_steps}: {title}</source>
        <translation>Neues Projekt, Schritt {step} von {num_steps}: {title}</translation>
    </message>
    <message>
        <source>Make the project</source>
        <translation>Projekt anlegen</translation>
    </message>
    <message>
        <source>The project needs a name.</source>
        <translation>Das Projekt braucht einen Namen.</translation>
    </message>
    <message>
        <source>Kept in {folder}</source>
        <translation>Liegt in {folder}</translation>
    </message>
    <message>
        <source>Where to keep the project</source>
        <translation>Wo das Projekt liegen soll</translation>
    </message>
    <message>
        <source>From a folder of images to a trained, checked and exported detector, on this computer.</source>
        <translation>Von einem Ordner mit Bildern zu einem trainierten, geprüften und exportierten Detektor, auf diesem Rechner.</translation>
    </message>
    <message>
        <source>Recent projects</source>
        <translation>Zuletzt geöffnete Projekte</translation>
    </message>
    <message>
        <source>Open read-only</source>
        <translation>Nur zum Lesen öffnen</translation>
    </message>
    <message>
        <source>New project</source>
        <translation>Neues Projekt</translation>
    </message>
    <message>
        <source>Open a project…</source>
        <translation>Projekt öffnen…</translation>
    </message>
    <message>
        <source>Or drop a folder here.</source>
        <translation>Oder legen Sie hier einen Ordner ab.</translation>
    </message>
    <message>
        <source>Open a project</source>
        <translation>Projekt öffnen</translation>
    </message>
    <message>
        <source>There is no project in {folder}.</source>
        <translation>In {folder} ist kein Projekt.</translation>
    </message>
    <message>
        <source>not there any more</source>
        <translation>nicht mehr da</translation>
    </message>
    <message>
        <source>Take it off this list; the project stays where it is</source>
        <translation>Von dieser Liste nehmen; das Projekt bleibt, wo es ist</translation>
    </message>
    <message>
        <source>Take {name} off the list</source>
        <translation>{name} von der Liste nehmen</translation>
    </message>
    <message>
        <source>A training keeps the recipe it began with; choose another when it has ended.</source>
        <translation>Ein Training behält das Rezept, mit dem es begann; wählen Sie ein anderes, wenn es zu Ende ist.</translation>
    </message>
    <message>
        <source>Train on what is labeled</source>
        <translation>Mit dem Annotierten trainieren</translation>
    </message>
    <message>
        <source>train</source>
        <translation>trainieren</translation>
    </message>
    <message>
        <source>Pause the training</source>
        <translation>Training anhalten</translation>
    </message>
    <message>
        <source>Stop the training</source>
        <translation>Training beenden</translation>
    </message>
    <message>
        <source>Resume the training</source>
        <translation>Training fortsetzen</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Trainieren</translation>
    </message>
    <message>
        <source>The curve begins when the first epoch is measured.</source>
        <translation>Die Kurve beginnt, wenn die erste Epoche gemessen ist.</translation>
    </message>
    <message>
        <source>Losses come with the first epoch.</source>
        <translation>Verluste kommen mit der ersten Epoche.</translation>
    </message>
    <message>
        <source>Per class</source>
        <translation>Je Klasse</translation>
    </message>
    <message>
        <source>This training</source>
        <translation>Dieses Training</translation>
    </message>
    <message>
        <source>What will be trained</source>
        <translation>Was trainiert wird</translation>
    </message>
    <message>
        <source>Nothing to learn from yet</source>
        <translation>Noch nichts, woraus gelernt werden kann</translation>
    </message>
    <message>
        <source>What the next training learns from</source>
        <translation>Woraus das nächste Training lernt</translation>
    </message>
    <message>
        <source>Losses</source>
        <translation>Verluste</translation>
    </message>
    <message>
        <source>When to stop labeling</source>
        <translation>Wann mit dem Annotieren Schluss ist</translation>
    </message>
    <message>
        <source>Save after this epoch, to go on later</source>
        <translation>Nach dieser Epoche sichern, um später weiterzumachen</translation>
    </message>
    <message>
        <source>End the training now</source>
        <translation>Training jetzt beenden</translation>
    </message>
    <message>
        <source>The last training failed.</source>
        <translation>Das letzte Training ist fehlgeschlagen.</translation>
    </message>
    <message>
        <source>The training is paused; what it learned so far is kept.</source>
        <translation>Das Training ist angehalten; was es bisher gelernt hat, bleibt.</translation>
    </message>
    <message>
        <source>The training was stopped.</source>
        <translation>Das Training wurde beendet.</translation>
    </message>
    <message>
        <source>No training was stopped.</source>
        <translation>Es wurde kein Training beendet.</translation>
    </message>
    <message>
        <source>All values</source>
        <translation>Alle Werte</translation>
    </message>
    <message>
        <source>Fewer values</source>
        <translation>Weniger Werte</translation>
    </message>
    <message>
        <source>Fewer than 10 validation images are labeled, or a class is missing among them. Until then a fold of the labeled images is kept out of training and measures in their place.</source>
        <translation>Weniger als 10 Validierungsbilder sind annotiert, oder eine Klasse fehlt unter ihnen. Bis dahin wird ein Fold der annotierten Bilder vom Training ausgenommen und misst an ihrer Stelle.</translation>
    </message>
    <message>
        <source>Validation images are never learned from. Test images are shown, nothing decides by them.</source>
        <translation>Aus Validierungsbildern wird nie gelernt. Testbilder werden nur gezeigt, nichts entscheidet nach ihnen.</translation>
    </message>
    <message>
        <source>{metric} after epoch {epoch}</source>
        <translation>{metric} nach Epoche {epoch}</translation>
    </message>
    <message>
        <source>{epoch} of {epochs}</source>
        <translation>{epoch} von {epochs}</translation>
    </message>
    <message>
        <source>epochs, {left}</source>
        <translation>Epochen, {left}</translation>
    </message>
    <message>
        <source>epochs</source>
        <translation>Epochen</translation>
    </message>
    <message>
        <source>version {version}, {metric}</source>
        <translation>Version {version}, {metric}</translation>
    </message>
    <message>
        <source>labeled images to learn from, no model yet</source>
        <translation>annotierte Bilder zum Lernen, noch kein Modell</translation>
    </message>
    <message numerus="yes">
        <source>learned from %n labeled image(s)</source>
        <translation>
            <numerusform>aus %n annotierten Bild gelernt</numerusform>
            <numerusform>aus %n annotierten Bildern gelernt</numerusform>
        </translation>
    </message>
    <message>
        <source>Pausing after this epoch</source>
        <translation>Wird nach dieser Epoche angehalten</translation>
    </message>
    <message>
        <source>Learns from</source>
        <translation>Lernt aus</translation>
    </message>
    <message numerus="yes">
        <source>a fold, %n image(s)</source>
        <translation>
            <numerusform>ein Fold, %n Bild</numerusform>
            <numerusform>ein Fold, %n Bilder</numerusform>
        </translation>
    </message>
    <message>
        <source>{num_measured:,} validation</source>
        <translation>{num_measured:,} Validierung</translation>
    </message>
    <message>
        <source>Shown apart</source>
        <translation>Nur gezeigt</translation>
    </message>
    <message>
        <source>{num_test:,} test</source>
        <translation>{num_test:,} Test</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Ausgelassen</translation>
    </message>
    <message>
        <source>{num_partial:,} partly labeled</source>
        <translation>{num_partial:,} teilweise annotiert</translation>
    </message>
    <message>
        <source>What nobody looked for must not be learned as background.</source>
        <translation>Wonach niemand gesucht hat, darf nicht als Hintergrund gelernt werden.</translation>
    </message>
    <message>
        <source>The defaults, inside the facts about these images</source>
        <translation>Der Standard, im Rahmen des Vorwissens über diese Bilder</translation>
    </message>
    <message>
        <source>The recipe a search proved better than the defaults; model, epochs and image size come with it</source>
        <translation>Das Rezept, das eine Suche als besser als den Standard bewiesen hat; Modell, Epochen und Bildgröße kommen mit</translation>
    </message>
    <message>
        <source>a fold of the labeled images</source>
        <translation>ein Fold der annotierten Bilder</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>Validierung</translation>
    </message>
    <message>
        <source>Accuracy on {what}</source>
        <translation>Genauigkeit: {what}</translation>
    </message>
    <message>
        <source>Per class, version {version} on {images}</source>
        <translation>Je Klasse, Version {version}: {images}</translation>
    </message>
    <message>
        <source>No training runs.</source>
        <translation>Es läuft kein Training.</translation>
    </message>
    <message>
        <source>Opening {name}</source>
        <translation>{name} wird geöffnet</translation>
    </message>
    <message>
        <source>Making {name}</source>
        <translation>{name} wird angelegt</translation>
    </message>
    <message>
        <source>Nothing you do is stored.</source>
        <translation>Nichts, was Sie tun, wird gespeichert.</translation>
    </message>
    <message>
        <source>Read-only</source>
        <translation>Nur zum Lesen</translation>
    </message>
    <message>
        <source>Open for writing</source>
        <translation>Zum Schreiben öffnen</translation>
    </message>
    <message>
        <source>Close the project</source>
        <translation>Projekt schließen</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} s</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} min</translation>
    </message>
    <message>
        <source>{hours} h</source>
        <translation>{hours} h</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} h {minutes} min</translation>
    </message>
    <message>
        <source>about {time} left</source>
        <translation>noch etwa {time}</translation>
    </message>
    <message>
        <source>Reading the project</source>
        <translation>Das Projekt wird gelesen</translation>
    </message>
    <message>
        <source>info</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
    <message>
        <source>Unexpected error</source>
        <translation>Unerwarteter Fehler</translation>
    </message>
    <message>
        <source>Copy the report</source>
        <translation>Bericht kopieren</translation>
    </message>
    <message>
        <source>Go on working</source>
        <translation>Weiterarbeiten</translation>
    </message>
    <message>
        <source>{count} errors so far.</source>
        <translation>Bisher {count} Fehler.</translation>
    </message>
    <message>
        <source>The report is in {path}.</source>
        <translation>Der Bericht liegt in {path}.</translation>
    </message>
    <message>
        <source>The report could not be kept.</source>
        <translation>Der Bericht konnte nicht aufgehoben werden.</translation>
    </message>
    <message>
        <source>Everything you labeled is stored. Nothing was sent anywhere.</source>
        <translation>Alles, was Sie annotiert haben, ist gespeichert. Nichts wurde irgendwohin gesendet.</translation>
    </message>
    <message>
        <source>Loupe met an error it did not expect</source>
        <translation>In Loupe ist ein Fehler aufgetreten, den es nicht erwartet hat</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Überall</translation>
    </message>
    <message>
        <source>{place}, your own</source>
        <translation>{place}, von Ihnen</translation>
    </message>
    <message>
        <source> or </source>
        <translation> oder </translation>
    </message>
    <message>
        <source>Press a key</source>
        <translation>Taste drücken</translation>
    </message>
    <message>
        <source>Find an action</source>
        <translation>Aktion suchen</translation>
    </message>
    <message>
        <source>Actions and their keys</source>
        <translation>Aktionen und ihre Tasten</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>Add a key</source>
        <translation>Taste hinzufügen</translation>
    </message>
    <message>
        <source>No key</source>
        <translation>Keine Taste</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Take the key</source>
        <translation>Taste nehmen</translation>
    </message>
    <message>
        <source>Forget all your own keys</source>
        <translation>Eigene vergessen</translation>
    </message>
    <message>
        <source>No action has these words.</source>
        <translation>Keine Aktion enthält diese Wörter.</translation>
    </message>
    <message>
        <source>no key</source>
        <translation>keine Taste</translation>
    </message>
    <message>
        <source>{key} does: {other}.</source>
        <translation>{key} bewirkt: {other}.</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Darstellung</translation>
    </message>
    <message>
        <source>Labeling</source>
        <translation>Annotieren</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Dieser Rechner</translation>
    </message>
    <message>
        <source>{setting} cannot be {value!r}.</source>
        <translation>{setting} kann nicht {value!r} sein.</translation>
    </message>
    <message>
        <source>Choose it on Settings.</source>
        <translation>Wählen Sie es in den Einstellungen.</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Design</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Show key hints in the status bar</source>
        <translation>Tastenhinweise in der Statusleiste zeigen</translation>
    </message>
    <message>
        <source>The keys that work right now; F1 lists them all.</source>
        <translation>Die Tasten, die gerade gelten; F1 listet alle auf.</translation>
    </message>
    <message>
        <source>Tell the desktop when a long run ends</source>
        <translation>Am Desktop melden, wenn ein langer Lauf endet</translation>
    </message>
    <message>
        <source>Of runs of more than a minute, while another window is in front.</source>
        <translation>Bei Läufen von mehr als einer Minute, während ein anderes Fenster vorn ist.</translation>
    </message>
    <message>
        <source>Show a crosshair while drawing boxes</source>
        <translation>Fadenkreuz beim Zeichnen von Rahmen zeigen</translation>
    </message>
    <message>
        <source>Keep zoom and place from image to image</source>
        <translation>Zoom und Ausschnitt von Bild zu Bild behalten</translation>
    </message>
    <message>
        <source>For series of images that show the same place.</source>
        <translation>Für Bildserien, die dieselbe Stelle zeigen.</translation>
    </message>
    <message>
        <source>Show an overview while zoomed in</source>
        <translation>Übersicht zeigen, solange vergrößert ist</translation>
    </message>
    <message>
        <source>Hide suggestions until you have answered</source>
        <translation>Vorschläge verbergen, bis Sie geantwortet haben</translation>
    </message>
    <message>
        <source>Enter then shows what the model sees besides. Validation and test images never have any.</source>
        <translation>Enter zeigt dann, was das Modell außerdem sieht. Validierungs- und Testbilder haben nie welche.</translation>
    </message>
    <message>
        <source>Record the seconds spent on each image</source>
        <translation>Sekunden festhalten, die für jedes Bild aufgewendet werden</translation>
    </message>
    <message>
        <source>They tell what your time is worth, stay in the project, and leave it only as sums.</source>
        <translation>Sie sagen, was Ihre Zeit bringt, bleiben im Projekt und verlassen es nur als Summen.</translation>
    </message>
    <message>
        <source>Threads that read images</source>
        <translation>Threads, die Bilder lesen</translation>
    </message>
    <message>
        <source>More makes thumbnails appear faster and leaves less for training.</source>
        <translation>Mehr lassen Vorschaubilder schneller erscheinen und weniger fürs Training übrig.</translation>
    </message>
    <message>
        <source>Keys as in</source>
        <translation>Tasten wie in</translation>
    </message>
    <message>
        <source>What you chose yourself stays.</source>
        <translation>Was Sie selbst gewählt haben, bleibt.</translation>
    </message>
    <message>
        <source>Your own keys</source>
        <translation>Ihre eigenen Tasten</translation>
    </message>
    <message>
        <source>The settings in {path} cannot be read: {strerror}.</source>
        <translation>Die Einstellungen in {path} können nicht gelesen werden: {strerror}.</translation>
    </message>
    <message>
        <source>The defaults are in force.</source>
        <translation>Es gelten die Vorgaben.</translation>
    </message>
    <message>
        <source>The settings in {path} are damaged.</source>
        <translation>Die Einstellungen in {path} sind beschädigt.</translation>
    </message>
    <message>
        <source>The defaults are in force; the damaged file is kept as {name}.</source>
        <translation>Es gelten die Vorgaben; die beschädigte Datei ist als {name} aufgehoben.</translation>
    </message>
    <message>
        <source>The settings cannot be stored in {path}: {strerror}.</source>
        <translation>Die Einstellungen können nicht in {path} gespeichert werden: {strerror}.</translation>
    </message>
    <message>
        <source>They hold until the window closes.</source>
        <translation>Sie gelten, bis das Fenster geschlossen wird.</translation>
    </message>
    <message>
        <source>Use the defaults</source>
        <translation>Vorgaben verwenden</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Takes effect at the next start.</source>
        <translation>Gilt ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>expert time</source>
        <translation>Arbeitszeit</translation>
    </message>
    <message>
        <source>All commands, as a menu</source>
        <translation>Alle Befehle, als Menü</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menü</translation>
    </message>
    <message>
        <source>Show the jobs</source>
        <translation>Jobs zeigen</translation>
    </message>
    <message>
        <source>Jobs: {value}, {caption}</source>
        <translation>Jobs: {value}, {caption}</translation>
    </message>
    <message>
        <source>Something in Loupe itself went wrong; what was stored before is safe.</source>
        <translation>In Loupe selbst ist etwas schiefgegangen; was davor gespeichert wurde, ist sicher.</translation>
    </message>
    <message>
        <source>The crash report has the details.</source>
        <translation>Einzelheiten stehen im Absturzbericht.</translation>
    </message>
    <message>
        <source>From images to a model</source>
        <translation>Von Bildern zu einem Modell</translation>
    </message>
    <message>
        <source>You label some images, Loupe trains a model on them, and then asks you about the images that teach it most. Nothing leaves this computer.</source>
        <translation>Sie annotieren einige Bilder, Loupe trainiert damit ein Modell und fragt Sie dann nach den Bildern, die es am meisten lehren. Nichts verlässt diesen Rechner.</translation>
    </message>
    <message>
        <source>One button knows what comes next</source>
        <translation>Ein Knopf weiß, was als Nächstes kommt</translation>
    </message>
    <message>
        <source>The colored button at the top right always holds the next sensible step, and says why. Beside it stands how good the model is, and what runs in the background.</source>
        <translation>Der farbige Knopf oben rechts enthält immer den nächsten sinnvollen Schritt und sagt, warum. Daneben steht, wie gut das Modell ist und was im Hintergrund läuft.</translation>
    </message>
    <message>
        <source>Enter is the key that goes on</source>
        <translation>Enter ist die Taste, die weiterführt</translation>
    </message>
    <message>
        <source>On the page Label it leads from one open question to the next and then to the next image. Whatever you do can be undone, and all of it is stored at once.</source>
        <translation>Auf der Seite Annotieren führt sie von einer offenen Frage zur nächsten und dann zum nächsten Bild. Was Sie auch tun, lässt sich rückgängig machen, und alles wird sofort gespeichert.</translation>
    </message>
    <message>
        <source>Keys and commands</source>
        <translation>Tasten und Befehle</translation>
    </message>
    <message>
        <source>F1 lists the keys, Ctrl+K finds any command, and Help has a guide to read offline. In Settings the keys can be those of labelme or CVAT.</source>
        <translation>F1 listet die Tasten auf, Strg+K findet jeden Befehl, und unter Hilfe liegt eine Anleitung, die ohne Netz zu lesen ist. In den Einstellungen können die Tasten wie in labelme oder CVAT sein.</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Überspringen</translation>
    </message>
    <message>
        <source>{number} of {num_stops}</source>
        <translation>{number} von {num_stops}</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>Beginnen</translation>
    </message>
    <message>
        <source>test</source>
        <translation>Test</translation>
    </message>
    <message>
        <source>val</source>
        <translation>Val.</translation>
    </message>
    <message>
        <source>fold</source>
        <translation>Fold</translation>
    </message>
    <message numerus="yes">
        <source>%n validation image(s)</source>
        <translation>
            <numerusform>%n Validierungsbild</numerusform>
            <numerusform>%n Validierungsbilder</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n test image(s)</source>
        <translation>
            <numerusform>%n Testbild</numerusform>
            <numerusform>%n Testbilder</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n image(s) of a fold</source>
        <translation>
            <numerusform>%n Bild eines Folds</numerusform>
            <numerusform>%n Bilder eines Folds</numerusform>
        </translation>
    </message>
    <message>
        <source>{} to {}</source>
        <translation>{} bis {}</translation>
    </message>
    <message>
        <source>There is no class to draw. Add one first.</source>
        <translation>Es gibt keine Klasse zum Zeichnen. Legen Sie zuerst eine an.</translation>
    </message>
    <message>
        <source>Nudge</source>
        <translation>Rücken</translation>
    </message>
    <message>
        <source>Change class</source>
        <translation>Klasse ändern</translation>
    </message>
    <message>
        <source>{verb} {num_objects} objects</source>
        <translation>{verb}: {num_objects} Objekte</translation>
    </message>
    <message>
        <source>{verb} object</source>
        <translation>{verb}: Objekt</translation>
    </message>
    <message>
        <source>What is locked stays as it is. Unlock it first (Alt+L while it is selected).</source>
        <translation>Gesperrtes bleibt, wie es ist. Entsperren Sie es zuerst (Alt+L, während es ausgewählt ist).</translation>
    </message>
    <message>
        <source>Undo {text}</source>
        <translation>Rückgängig: {text}</translation>
    </message>
    <message>
        <source>The project has it no more.</source>
        <translation>Es ist nicht mehr im Projekt.</translation>
    </message>
    <message>
        <source>Choose image class</source>
        <translation>Bildklasse wählen</translation>
    </message>
    <message>
        <source>Remove image class</source>
        <translation>Bildklasse entfernen</translation>
    </message>
    <message>
        <source>, hidden</source>
        <translation>, verdeckt</translation>
    </message>
    <message>
        <source>, not labeled</source>
        <translation>, nicht annotiert</translation>
    </message>
    <message>
        <source>Nudge {name}</source>
        <translation>{name} rücken</translation>
    </message>
    <message>
        <source>point {index}</source>
        <translation>Punkt {index}</translation>
    </message>
    <message>
        <source>Change keypoint</source>
        <translation>Schlüsselpunkt ändern</translation>
    </message>
    <message>
        <source>Change attributes</source>
        <translation>Eigenschaften ändern</translation>
    </message>
    <message>
        <source>The image before has no labels to copy.</source>
        <translation>Das vorige Bild hat keine Annotationen zum Kopieren.</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>übernommen</translation>
    </message>
    <message>
        <source>bulk-accepted</source>
        <translation>gesammelt übernommen</translation>
    </message>
    <message>
        <source>imported</source>
        <translation>importiert</translation>
    </message>
    <message>
        <source>difficult</source>
        <translation>schwierig</translation>
    </message>
    <message>
        <source>truncated</source>
        <translation>am Rand</translation>
    </message>
    <message>
        <source>occluded</source>
        <translation>verdeckt</translation>
    </message>
    <message>
        <source>note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Delete point</source>
        <translation>Punkt löschen</translation>
    </message>
    <message>
        <source>Nothing is cut in two. Draw the line across an outline.</source>
        <translation>Nichts wird zerschnitten. Ziehen Sie die Linie quer über einen Umriss.</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>Schneiden</translation>
    </message>
    <message>
        <source>Select two outlines or more to join them.</source>
        <translation>Wählen Sie mindestens zwei Umrisse aus, um sie zu vereinigen.</translation>
    </message>
    <message>
        <source>Join {num_ids} outlines</source>
        <translation>{num_ids} Umrisse vereinigen</translation>
    </message>
    <message>
        <source>Simplify</source>
        <translation>Vereinfachen</translation>
    </message>
    <message>
        <source>Select an outline to simplify it.</source>
        <translation>Wählen Sie einen Umriss aus, um ihn zu vereinfachen.</translation>
    </message>
    <message>
        <source>Question {number} of {num_tiles}</source>
        <translation>Frage {number} von {num_tiles}</translation>
    </message>
    <message>
        <source>{low} to {high} %</source>
        <translation>{low} bis {high} %</translation>
    </message>
    <message>
        <source>{low} to {high}</source>
        <translation>{low} bis {high}</translation>
    </message>
    <message>
        <source>No {name} is in these images; nothing can be said of it.</source>
        <translation>{name} kommt auf diesen Bildern nicht vor; darüber lässt sich nichts sagen.</translation>
    </message>
    <message>
        <source>Finds {percent} of {name}</source>
        <translation>Findet {percent} von {name}</translation>
    </message>
    <message numerus="yes">
        <source>{num_passed} of %n image(s) with {name} would pass wrongly</source>
        <translation>
            <numerusform>{num_passed} von %n Bild mit {name} würden fälschlich durchgehen</numerusform>
            <numerusform>{num_passed} von %n Bildern mit {name} würden fälschlich durchgehen</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing is labeled here. Press 0 to confirm that the image is empty.</source>
        <translation>Hier ist nichts annotiert. Drücken Sie 0, um zu bestätigen, dass das Bild leer ist.</translation>
    </message>
    <message>
        <source>Every image needs a class: press its key. Where none fits, press U or add a class.</source>
        <translation>Jedes Bild braucht eine Klasse: Drücken Sie ihre Taste. Wo keine passt, drücken Sie U oder legen Sie eine Klasse an.</translation>
    </message>
    <message>
        <source>The image has labels, so it is not empty. Delete them first.</source>
        <translation>Das Bild hat Annotationen, es ist also nicht leer. Löschen Sie sie zuerst.</translation>
    </message>
    <message>
        <source>Accept {num_suggestions} shown</source>
        <translation>{num_suggestions} gezeigte übernehmen</translation>
    </message>
    <message>
        <source>Compare with suggestions</source>
        <translation>Mit Vorschlägen vergleichen</translation>
    </message>
    <message>
        <source>Suggestions are left. Reject them first, or raise the threshold.</source>
        <translation>Es sind noch Vorschläge übrig. Lehnen Sie sie zuerst ab oder heben Sie die Schwelle an.</translation>
    </message>
    <message>
        <source>Confirm complete</source>
        <translation>Als vollständig bestätigen</translation>
    </message>
    <message>
        <source>A {kind} says</source>
        <translation>Zu wenig sagt hier {kind}</translation>
    </message>
    <message>
        <source>{num_poor} shapes say</source>
        <translation>Zu wenig sagen hier {num_poor} Formen</translation>
    </message>
    <message>
        <source>{counted} too little here. Draw anew what is selected, or delete it.</source>
        <translation>{counted}. Zeichnen Sie neu, was ausgewählt ist, oder löschen Sie es.</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>done</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>pruned</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>best</source>
        <translation>am besten</translation>
    </message>
    <message>
        <source>0, defaults</source>
        <translation>0, Standard</translation>
    </message>
    <message>
        <source>{seconds:.1f} min</source>
        <translation>{seconds:.1f} min</translation>
    </message>
    <message>
        <source>Trial</source>
        <translation>Versuch</translation>
    </message>
    <message>
        <source>Accuracy, val</source>
        <translation>Genauigkeit, Val.</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} von {total}</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>, fold</source>
        <translation>, Fold</translation>
    </message>
    <message>
        <source>{value} on {num_images}{place}</source>
        <translation>{value} an {num_images}{place}</translation>
    </message>
    <message>
        <source>{figure} on {images}</source>
        <translation>{figure}, {images}</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Angelegt</translation>
    </message>
    <message>
        <source>Accuracy, validation</source>
        <translation>Genauigkeit, Validierung</translation>
    </message>
    <message>
        <source>Accuracy, test</source>
        <translation>Genauigkeit, Test</translation>
    </message>
    <message>
        <source>Started from {weights}</source>
        <translation>Ausgehend von {weights}</translation>
    </message>
    <message>
        <source>pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>resume</source>
        <translation>fortsetzen</translation>
    </message>
</context>
</TS>
