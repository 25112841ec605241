<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name>DisplayText</name>
    <message>
        <source>Image: %1</source>
        <comment>file name</comment>
        <translation>Bild: %1</translation>
    </message>
</context>
<context>
    <name>Error</name>
    <message>
        <source>There is no such room on this server. Check the ID, or create it.</source>
        <translation>Diesen Raum gibt es auf diesem Server nicht. Prüfe die ID oder lege ihn an.</translation>
    </message>
    <message>
        <source>There is no room “%1” on this server. Check the ID, or create it.</source>
        <translation>Auf diesem Server gibt es keinen Raum „%1“. Prüfe die ID oder lege ihn an.</translation>
    </message>
    <message>
        <source>The room is full. Try again when somebody has left.</source>
        <translation>Der Raum ist voll. Versuch es noch einmal, wenn jemand gegangen ist.</translation>
    </message>
    <message>
        <source>You are banned from this room. Only its moderators can let you in again.</source>
        <translation>Du bist aus diesem Raum verbannt. Nur seine Moderation kann dich wieder einlassen.</translation>
    </message>
    <message>
        <source>This room is for members only. Ask its owner to make you a member.</source>
        <translation>Dieser Raum ist nur für Mitglieder. Bitte die Leute, denen er gehört, dich aufzunehmen.</translation>
    </message>
    <message>
        <source>This room needs a password. Enter the one you were given.</source>
        <translation>Dieser Raum verlangt ein Passwort. Gib das ein, das du bekommen hast.</translation>
    </message>
    <message>
        <source>Somebody in the room already has this name. Choose another one.</source>
        <translation>Jemand im Raum heißt schon so. Wähle einen anderen Namen.</translation>
    </message>
    <message>
        <source>Somebody in the room is already called “%1”. Choose another name.</source>
        <translation>Jemand im Raum heißt schon „%1“. Wähle einen anderen Namen.</translation>
    </message>
    <message>
        <source>The room does not accept this name. Choose another one.</source>
        <translation>Der Raum nimmt diesen Namen nicht an. Wähle einen anderen.</translation>
    </message>
    <message>
        <source>You may not speak in this room at the moment. Your text is kept.</source>
        <translation>Du darfst in diesem Raum zurzeit nicht reden. Dein Text bleibt erhalten.</translation>
    </message>
    <message>
        <source>You are not in this room. Join it first.</source>
        <translation>Du bist nicht in diesem Raum. Tritt ihm zuerst bei.</translation>
    </message>
    <message>
        <source>This is not a room ID. It looks like launch or launch@conference.example.org.</source>
        <translation>Das ist keine Raum-ID. Sie sieht aus wie launch oder launch@conference.example.org.</translation>
    </message>
    <message>
        <source>The number of earlier messages is 1 to 50, 0 for the usual 10, or -1 for none.</source>
        <translation>Die Zahl früherer Nachrichten ist 1 bis 50, 0 für die üblichen 10 oder -1 für keine.</translation>
    </message>
    <message>
        <source>The additional information is too long. At most 1024 bytes are carried.</source>
        <translation>Der Zusatz ist zu lang. Höchstens 1024 Bytes werden übertragen.</translation>
    </message>
    <message>
        <source>You are not signed in. Sign in to a server first.</source>
        <translation>Du bist nicht angemeldet. Melde dich zuerst bei einem Server an.</translation>
    </message>
    <message>
        <source>The server did not answer in time. Try again.</source>
        <translation>Der Server hat nicht rechtzeitig geantwortet. Versuch es noch einmal.</translation>
    </message>
    <message>
        <source>The server cannot be reached. Check the address and your network.</source>
        <translation>Der Server ist nicht erreichbar. Prüfe die Adresse und dein Netz.</translation>
    </message>
    <message>
        <source>There is no chat server at this address. Check the address under Advanced.</source>
        <translation>Unter dieser Adresse gibt es keinen Chat-Server. Prüfe die Adresse unter „Erweitert“.</translation>
    </message>
    <message>
        <source>The server refused this name and password. Check both and sign in again.</source>
        <translation>Der Server hat Name und Passwort abgelehnt. Prüfe beides und melde dich noch einmal an.</translation>
    </message>
    <message>
        <source>This account is disabled. Ask the people who run the server.</source>
        <translation>Dieses Konto ist gesperrt. Frage die Leute, die den Server betreiben.</translation>
    </message>
    <message>
        <source>This server does not let you create rooms. Ask the people who run it.</source>
        <translation>Dieser Server lässt dich keine Räume anlegen. Frage die Leute, die ihn betreiben.</translation>
    </message>
    <message>
        <source>The message is too long. Shorten it, or send it in parts.</source>
        <translation>Die Nachricht ist zu lang. Kürze sie oder sende sie in Teilen.</translation>
    </message>
    <message>
        <source>Too many messages in a short time. Wait a moment, then send it again.</source>
        <translation>Zu viele Nachrichten in kurzer Zeit. Warte einen Moment und sende sie dann noch einmal.</translation>
    </message>
    <message>
        <source>Foyer cannot save messages on this computer. Check that the disk is not full.</source>
        <translation>Foyer kann auf diesem Computer keine Nachrichten speichern. Prüfe, ob der Datenträger voll ist.</translation>
    </message>
    <message>
        <source>The server refused this.</source>
        <translation>Der Server hat das abgelehnt.</translation>
    </message>
    <message>
        <source>The server refused this. It says: %1</source>
        <translation>Der Server hat das abgelehnt. Er sagt: %1</translation>
    </message>
    <message>
        <source>That is not the room’s password. Check it and try again.</source>
        <translation>Das ist nicht das Passwort des Raums. Prüfe es und versuche es noch einmal.</translation>
    </message>
    <message>
        <source>The connection is not secure: Foyer does not trust the server’s certificate and did not sign in.</source>
        <translation>Die Verbindung ist nicht sicher: Foyer vertraut dem Zertifikat des Servers nicht und hat sich nicht angemeldet.</translation>
    </message>
    <message>
        <source>This server offers no chatrooms. Give the room’s full address, like name@conference.example.org.</source>
        <translation>Dieser Server bietet keine Chaträume an. Gib die volle Adresse des Raums an, etwa name@conference.example.org.</translation>
    </message>
    <message>
        <source>The server offers only a weak way to sign in, so Foyer did not send it your password. Somebody may be in between: ask the people who run the server.</source>
        <translation>Der Server bietet nur eine schwache Art der Anmeldung, darum hat Foyer ihm dein Passwort nicht geschickt. Vielleicht sitzt jemand dazwischen: Frag die Leute, die den Server betreiben.</translation>
    </message>
</context>
<context>
    <name>GapText</name>
    <message>
        <source>Some messages from %1 to %2 are not on the server any more.</source>
        <translation>Einige Nachrichten von %1 bis %2 sind nicht mehr auf dem Server.</translation>
    </message>
    <message>
        <source>Messages before %2 are not on the server any more.</source>
        <translation>Nachrichten vor %2 sind nicht mehr auf dem Server.</translation>
    </message>
    <message>
        <source>Messages after %1 are not on the server any more.</source>
        <translation>Nachrichten nach %1 sind nicht mehr auf dem Server.</translation>
    </message>
    <message>
        <source>Some messages are not on the server any more.</source>
        <translation>Einige Nachrichten sind nicht mehr auf dem Server.</translation>
    </message>
    <message>
        <source>Messages from %1 to %2 could not be loaded.</source>
        <translation>Nachrichten von %1 bis %2 konnten nicht geladen werden.</translation>
    </message>
    <message>
        <source>Messages before %2 could not be loaded.</source>
        <translation>Nachrichten vor %2 konnten nicht geladen werden.</translation>
    </message>
    <message>
        <source>Messages after %1 could not be loaded.</source>
        <translation>Nachrichten nach %1 konnten nicht geladen werden.</translation>
    </message>
    <message>
        <source>Some messages could not be loaded.</source>
        <translation>Einige Nachrichten konnten nicht geladen werden.</translation>
    </message>
    <message>
        <source>Messages from %1 to %2 are not loaded yet.</source>
        <translation>Nachrichten von %1 bis %2 sind noch nicht geladen.</translation>
    </message>
    <message>
        <source>Messages before %2 are not loaded yet.</source>
        <translation>Nachrichten vor %2 sind noch nicht geladen.</translation>
    </message>
    <message>
        <source>Messages after %1 are not loaded yet.</source>
        <translation>Nachrichten nach %1 sind noch nicht geladen.</translation>
    </message>
    <message>
        <source>Some messages are not loaded yet.</source>
        <translation>Einige Nachrichten sind noch nicht geladen.</translation>
    </message>
    <message>
        <source>The server keeps messages only for a time. They had expired before Foyer was back to read them.</source>
        <translation>Der Server bewahrt Nachrichten nur eine Zeit lang auf. Diese waren abgelaufen, bevor Foyer wieder da war, um sie zu lesen.</translation>
    </message>
    <message>
        <source>The server hands over only the last few messages to whoever joins. Whether others were said while you were away, nobody can tell.</source>
        <translation>Der Server gibt beim Beitreten nur die letzten Nachrichten heraus. Ob währenddessen noch andere geschrieben wurden, lässt sich nicht feststellen.</translation>
    </message>
    <message>
        <source>There was more than Foyer reads by itself, or the connection was lost before all was read. These messages can be loaded while you are connected.</source>
        <translation>Es war mehr, als Foyer von selbst liest, oder die Verbindung riss ab, bevor alles gelesen war. Solange du verbunden bist, lassen sich diese Nachrichten laden.</translation>
    </message>
    <message>
        <source>This room keeps no history: some messages from %1 to %2 may be missing.</source>
        <translation>Dieser Raum hat keinen Verlauf: Einige Nachrichten von %1 bis %2 fehlen vielleicht.</translation>
    </message>
    <message>
        <source>This room keeps no history: messages before %2 may be missing.</source>
        <translation>Dieser Raum hat keinen Verlauf: Nachrichten vor %2 fehlen vielleicht.</translation>
    </message>
    <message>
        <source>This room keeps no history: messages after %1 may be missing.</source>
        <translation>Dieser Raum hat keinen Verlauf: Nachrichten nach %1 fehlen vielleicht.</translation>
    </message>
    <message>
        <source>This room keeps no history: some messages may be missing.</source>
        <translation>Dieser Raum hat keinen Verlauf: Einige Nachrichten fehlen vielleicht.</translation>
    </message>
    <message>
        <source>The room refused to show its history to you. Its owner can change that.</source>
        <translation>Der Raum zeigt dir seinen Verlauf nicht. Wem er gehört, kann das ändern.</translation>
    </message>
    <message>
        <source>The server answered with an error. You can try again while you are connected.</source>
        <translation>Der Server hat mit einem Fehler geantwortet. Solange du verbunden bist, kannst du es noch einmal versuchen.</translation>
    </message>
    <message>
        <source>You may not read this room’s history from %1 to %2.</source>
        <translation>Du darfst den Verlauf dieses Raums von %1 bis %2 nicht lesen.</translation>
    </message>
    <message>
        <source>You may not read this room’s history before %2.</source>
        <translation>Du darfst den Verlauf dieses Raums vor %2 nicht lesen.</translation>
    </message>
    <message>
        <source>You may not read this room’s history after %1.</source>
        <translation>Du darfst den Verlauf dieses Raums nach %1 nicht lesen.</translation>
    </message>
    <message>
        <source>You may not read this room’s history.</source>
        <translation>Du darfst den Verlauf dieses Raums nicht lesen.</translation>
    </message>
</context>
<context>
    <name>HttpUpload</name>
    <message>
        <source>The server takes no more files from you at the moment. Try again later.</source>
        <translation>Der Server nimmt zurzeit keine Dateien mehr von dir an. Versuch es später noch einmal.</translation>
    </message>
    <message>
        <source>The server does not let you send files.</source>
        <translation>Auf diesem Server darfst du keine Dateien senden.</translation>
    </message>
    <message>
        <source>The server names no safe place for the file. It was not sent.</source>
        <translation>Der Server nennt keinen sicheren Ort für die Datei. Sie wurde nicht gesendet.</translation>
    </message>
    <message>
        <source>The file is too large. This server takes up to %1.</source>
        <translation>Die Datei ist zu groß. Dieser Server nimmt bis zu %1 an.</translation>
    </message>
    <message>
        <source>The file is too large for this server.</source>
        <translation>Die Datei ist zu groß für diesen Server.</translation>
    </message>
    <message>
        <source>This server does not take files. Text can be sent.</source>
        <translation>Dieser Server nimmt keine Dateien an. Text kannst du senden.</translation>
    </message>
    <message>
        <source>There is no connection at the moment. Try again when you are connected.</source>
        <translation>Zurzeit besteht keine Verbindung. Versuch es noch einmal, wenn du verbunden bist.</translation>
    </message>
</context>
<context>
    <name>ImageDownload</name>
    <message>
        <source>The image is larger than 16 MB and is not shown here.</source>
        <translation>Das Bild ist größer als 16 MB und wird hier nicht gezeigt.</translation>
    </message>
    <message>
        <source>The image did not come in time.</source>
        <translation>Das Bild kam nicht rechtzeitig an.</translation>
    </message>
    <message>
        <source>The image was moved to a place that Foyer does not follow.</source>
        <translation>Das Bild liegt jetzt an einem Ort, dem Foyer nicht folgt.</translation>
    </message>
    <message>
        <source>The image is no longer there.</source>
        <translation>Das Bild ist nicht mehr da.</translation>
    </message>
    <message>
        <source>%1 does not give the image out.</source>
        <translation>%1 gibt das Bild nicht heraus.</translation>
    </message>
    <message>
        <source>%1 answered with error %2.</source>
        <translation>%1 antwortete mit Fehler %2.</translation>
    </message>
    <message>
        <source>The connection to %1 would not be safe.</source>
        <translation>Die Verbindung zu %1 wäre nicht sicher.</translation>
    </message>
    <message>
        <source>%1 cannot be reached.</source>
        <translation>%1 ist nicht erreichbar.</translation>
    </message>
    <message>
        <source>The image was moved to %1, which has not been asked for it yet.</source>
        <translation>Das Bild ist nach %1 umgezogen; dort wurde noch nicht danach gefragt.</translation>
    </message>
</context>
<context>
    <name>ImageGate</name>
    <message>
        <source>This is not an image of the kinds PNG, JPEG and GIF.</source>
        <translation>Das ist kein Bild der Arten PNG, JPEG und GIF.</translation>
    </message>
    <message>
        <source>The image is too large to be shown here.</source>
        <translation>Das Bild ist zu groß, um hier gezeigt zu werden.</translation>
    </message>
    <message>
        <source>The image is damaged.</source>
        <translation>Das Bild ist beschädigt.</translation>
    </message>
</context>
<context>
    <name>LinkQuestion</name>
    <message>
        <source>This link may not lead where it seems to.</source>
        <translation>Dieser Link führt vielleicht nicht dorthin, wohin er zu führen scheint.</translation>
    </message>
    <message>
        <source>It opens %1 on %2.</source>
        <comment>address, host</comment>
        <translation>Er öffnet %1 auf %2.</translation>
    </message>
    <message>
        <source>&amp;Open it</source>
        <translation>Ö&amp;ffnen</translation>
    </message>
</context>
<context>
    <name>LogFile</name>
    <message>
        <source>The log file %1 cannot be written: %2</source>
        <translation>In die Protokolldatei %1 kann nicht geschrieben werden: %2</translation>
    </message>
</context>
<context>
    <name>MessageQuestion</name>
    <message>
        <source>Delete this message for everyone?</source>
        <translation>Diese Nachricht für alle löschen?</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Löschen</translation>
    </message>
    <message>
        <source>Remove this message by %1 for everyone?</source>
        <translation>Diese Nachricht von %1 für alle entfernen?</translation>
    </message>
    <message>
        <source>Re&amp;move</source>
        <translation>&amp;Entfernen</translation>
    </message>
    <message>
        <source>&amp;Reason</source>
        <translation>&amp;Grund</translation>
    </message>
    <message>
        <source>Everybody in the room may read it</source>
        <translation>Alle im Raum können ihn lesen</translation>
    </message>
    <message>
        <source>Remove %1 and its messages from this computer?</source>
        <translation>%1 und die Nachrichten von dort von diesem Computer entfernen?</translation>
    </message>
    <message>
        <source>What the room’s server has kept comes back when you join again. What only this computer has is gone for good.</source>
        <translation>Was der Server des Raums aufbewahrt, kommt wieder, wenn du neu beitrittst. Was nur dieser Computer hat, ist endgültig weg.</translation>
    </message>
</context>
<context>
    <name>MucAdmin</name>
    <message>
        <source>The room does not allow you to do this.</source>
        <translation>Der Raum erlaubt dir das nicht.</translation>
    </message>
    <message>
        <source>What this was about is not in the room any more.</source>
        <translation>Worum es ging, ist nicht mehr im Raum.</translation>
    </message>
    <message>
        <source>This room’s server cannot do this.</source>
        <translation>Der Server dieses Raums kann das nicht.</translation>
    </message>
</context>
<context>
    <name>PasswordFile</name>
    <message>
        <source>The password file %1 cannot be read: %2</source>
        <translation>Die Passwortdatei %1 kann nicht gelesen werden: %2</translation>
    </message>
    <message>
        <source>nobody writes into it</source>
        <translation>niemand schreibt hinein</translation>
    </message>
    <message>
        <source>it is not a file with text but a folder, a pipe or a device</source>
        <translation>sie ist keine Textdatei, sondern ein Ordner, eine Pipe oder ein Gerät</translation>
    </message>
</context>
<context>
    <name>Profile</name>
    <message>
        <source>The profile folder %1 cannot be used. Choose another one with --profile.</source>
        <translation>Der Profilordner %1 kann nicht verwendet werden. Wähle mit --profile einen anderen.</translation>
    </message>
</context>
<context>
    <name>QShortcut</name>
    <message>
        <source>Up</source>
        <translation>Auf</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>Ab</translation>
    </message>
    <message>
        <source>PgUp</source>
        <translation>Bild auf</translation>
    </message>
    <message>
        <source>PgDown</source>
        <translation>Bild ab</translation>
    </message>
    <message>
        <source>Return</source>
        <translation>Eingabe</translation>
    </message>
</context>
<context>
    <name>Question</name>
    <message>
        <source>Ca&amp;ncel</source>
        <translation>Ab&amp;brechen</translation>
    </message>
</context>
<context>
    <name>SaveQuestion</name>
    <message>
        <source>Save image</source>
        <translation>Bild speichern</translation>
    </message>
</context>
<context>
    <name>ServerLine</name>
    <message>
        <source>read settings from FILE (see the manual page); the command line wins</source>
        <translation>Einstellungen aus FILE lesen (siehe Handbuchseite); die Befehlszeile geht vor</translation>
    </message>
    <message>
        <source>keep rooms, archives and accounts in DIR</source>
        <translation>Räume, Archive und Konten in DIR aufbewahren</translation>
    </message>
    <message>
        <source>listen for chat clients on this port; 0: any free one (5290)</source>
        <translation>auf diesem Port auf Chat-Programme warten; 0: irgendein freier (5290)</translation>
    </message>
    <message>
        <source>listen for the Server API on this port; 0: any free one (5291)</source>
        <translation>auf diesem Port auf die Server-API warten; 0: irgendein freier (5291)</translation>
    </message>
    <message>
        <source>the server&apos;s name in addresses (localhost)</source>
        <translation>der Name des Servers in Adressen (localhost)</translation>
    </message>
    <message>
        <source>the key of the Server API&apos;s user; without it the API refuses everybody</source>
        <translation>der Schlüssel dessen, der die Server-API benutzt; ohne ihn weist sie alle ab</translation>
    </message>
    <message>
        <source>the secret that belongs to the key; one newline at the end is dropped</source>
        <translation>das Geheimnis zum Schlüssel; ein Zeilenende am Schluss entfällt</translation>
    </message>
    <message>
        <source>tell this address what happens in rooms</source>
        <translation>dieser Adresse melden, was in Räumen geschieht</translation>
    </message>
    <message>
        <source>make an account or change its password, and exit; also while the server runs</source>
        <translation>ein Konto anlegen oder sein Passwort ändern und enden; auch während der Server läuft</translation>
    </message>
    <message>
        <source>the password for --add-account; - reads standard input</source>
        <translation>das Passwort für --add-account; - liest die Standardeingabe</translation>
    </message>
    <message>
        <source>print the accounts&apos; names and exit</source>
        <translation>die Namen der Konten ausgeben und enden</translation>
    </message>
    <message>
        <source>remove an account and exit</source>
        <translation>ein Konto entfernen und enden</translation>
    </message>
    <message>
        <source>print a room&apos;s archive as JSON lines and exit</source>
        <translation>das Archiv eines Raums als JSON-Zeilen ausgeben und enden</translation>
    </message>
    <message>
        <source>print this and exit</source>
        <translation>dies ausgeben und enden</translation>
    </message>
    <message>
        <source>print the version and exit</source>
        <translation>die Version ausgeben und enden</translation>
    </message>
</context>
<context>
    <name>SpokenText</name>
    <message>
        <source>Waiting to be sent</source>
        <translation>Wartet darauf, gesendet zu werden</translation>
    </message>
    <message>
        <source>Sent, not yet confirmed by the room</source>
        <translation>Gesendet, vom Raum noch nicht bestätigt</translation>
    </message>
    <message>
        <source>Checking whether the room received it</source>
        <translation>Es wird geprüft, ob der Raum sie erhalten hat</translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation>Nicht gesendet</translation>
    </message>
    <message>
        <source>the room</source>
        <translation>der Raum</translation>
    </message>
    <message>
        <source>%1, %2: %3</source>
        <comment>nickname, time, message</comment>
        <translation>%1, %2: %3</translation>
    </message>
    <message>
        <source>An answer to %1.</source>
        <comment>nickname</comment>
        <translation>Eine Antwort an %1.</translation>
    </message>
    <message>
        <source>New messages.</source>
        <translation>Neue Nachrichten.</translation>
    </message>
    <message>
        <source>Edited.</source>
        <translation>Bearbeitet.</translation>
    </message>
    <message>
        <source>%1 by %2.</source>
        <comment>an emoji, and how many people gave it</comment>
        <translation>%1 von %2.</translation>
    </message>
    <message>
        <source>image, %1, from %2</source>
        <comment>file name, host</comment>
        <translation>Bild, %1, von %2</translation>
    </message>
    <message>
        <source>In the room’s history</source>
        <translation>Im Verlauf des Raums</translation>
    </message>
    <message>
        <source>Joining.</source>
        <translation>Beitritt läuft.</translation>
    </message>
    <message>
        <source>Waiting to rejoin.</source>
        <translation>Wartet auf den Wiederbeitritt.</translation>
    </message>
    <message>
        <source>Fetching what was missed.</source>
        <translation>Verpasstes wird geholt.</translation>
    </message>
    <message>
        <source>Could not be joined.</source>
        <translation>Beitritt fehlgeschlagen.</translation>
    </message>
    <message>
        <source>Not joined.</source>
        <translation>Nicht beigetreten.</translation>
    </message>
    <message>
        <source>Favourite.</source>
        <translation>Favorit.</translation>
    </message>
    <message>
        <source>Last message, %1: %2</source>
        <comment>time or day; who wrote and what</comment>
        <translation>Letzte Nachricht, %1: %2</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <comment>name of a room; sentences that say how it is with it</comment>
        <translation>%1. %2</translation>
    </message>
    <message>
        <source>%1.</source>
        <comment>a state of a room</comment>
        <translation>%1.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln unread message(s).</source>
        <translation>
            <numerusform>%Ln ungelesene Nachricht.</numerusform>
            <numerusform>%Ln ungelesene Nachrichten.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>You are mentioned %Ln time(s).</source>
        <translation>
            <numerusform>Du wirst einmal erwähnt.</numerusform>
            <numerusform>Du wirst %Ln-mal erwähnt.</numerusform>
        </translation>
    </message>
    <message>
        <source>An answer to: %1.</source>
        <comment>words of a quoted message</comment>
        <translation>Eine Antwort auf: %1.</translation>
    </message>
    <message>
        <source>An answer to a deleted message.</source>
        <translation>Eine Antwort auf eine gelöschte Nachricht.</translation>
    </message>
    <message>
        <source>An answer to a message that is not here.</source>
        <translation>Eine Antwort auf eine Nachricht, die nicht hier ist.</translation>
    </message>
</context>
<context>
    <name>StoreReader</name>
    <message>
        <source>The newest messages in %1 can be read only where Foyer may write. Copy the folder to such a place, and name the copy with --profile.</source>
        <translation>Die neuesten Nachrichten in %1 lassen sich nur dort lesen, wo Foyer schreiben darf. Kopiere den Ordner an eine solche Stelle und gib die Kopie mit --profile an.</translation>
    </message>
    <message>
        <source>The messages were changed while they were read. Try again.</source>
        <translation>Die Nachrichten haben sich geändert, während sie gelesen wurden. Versuche es noch einmal.</translation>
    </message>
</context>
<context>
    <name>TimeText</name>
    <message numerus="yes">
        <source>%n s</source>
        <translation>
            <numerusform>%n&#xa0;s</numerusform>
            <numerusform>%n&#xa0;s</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n min</source>
        <translation>
            <numerusform>%n&#xa0;min</numerusform>
            <numerusform>%n&#xa0;min</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n h</source>
        <translation>
            <numerusform>%n&#xa0;h</numerusform>
            <numerusform>%n&#xa0;h</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>hours and minutes: 3 h 5 min</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>1 day</source>
        <translation>1&#xa0;d</translation>
    </message>
    <message numerus="yes">
        <source>%n days</source>
        <translation>
            <numerusform>%n&#xa0;d</numerusform>
            <numerusform>%n&#xa0;d</numerusform>
        </translation>
    </message>
    <message>
        <source>d MMM, HH:mm</source>
        <comment>in codes of QDateTime::toString()</comment>
        <translation>d. MMM, HH:mm</translation>
    </message>
    <message>
        <source>d MMM yyyy, HH:mm</source>
        <comment>in codes of QDateTime::toString()</comment>
        <translation>d. MMM yyyy, HH:mm</translation>
    </message>
    <message>
        <source>dddd, d MMMM</source>
        <comment>a day, in codes of QDate::toString()</comment>
        <translation>dddd, d. MMMM</translation>
    </message>
    <message>
        <source>dddd, d MMMM yyyy</source>
        <comment>a day, in codes of QDate::toString()</comment>
        <translation>dddd, d. MMMM yyyy</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>New</source>
        <comment>line above unread messages</comment>
        <translation>Neu</translation>
    </message>
    <message>
        <source>the room</source>
        <translation>der Raum</translation>
    </message>
    <message>
        <source>Not sent.</source>
        <translation>Nicht gesendet.</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>bearbeitet</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alles zeigen</translation>
    </message>
    <message>
        <source>This message was deleted.</source>
        <translation>Diese Nachricht wurde gelöscht.</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>Warum?</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>Laden</translation>
    </message>
    <message>
        <source>Less</source>
        <translation>Weniger</translation>
    </message>
    <message>
        <source>an answer to a deleted message</source>
        <translation>eine Antwort auf eine gelöschte Nachricht</translation>
    </message>
    <message>
        <source>an answer to a message that is not here</source>
        <translation>eine Antwort auf eine Nachricht, die nicht hier ist</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>nickname and words of a quoted message</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>This message was removed by %1.</source>
        <translation>Diese Nachricht wurde von %1 entfernt.</translation>
    </message>
    <message>
        <source>This message was removed by %1: %2</source>
        <translation>Diese Nachricht wurde von %1 entfernt: %2</translation>
    </message>
    <message>
        <source>Show image</source>
        <translation>Bild zeigen</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Wird geladen…</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>No longer in the room’s history.</source>
        <translation>Nicht mehr im Verlauf des Raums.</translation>
    </message>
    <message>
        <source>earlier versions</source>
        <translation>frühere Fassungen</translation>
    </message>
    <message>
        <source>This message cannot be shown: it is not built as a message should be.</source>
        <translation>Diese Nachricht kann nicht angezeigt werden: Sie ist nicht so aufgebaut, wie es eine Nachricht sein sollte.</translation>
    </message>
</context>
<context>
    <name>foyer</name>
    <message>
        <source>No room “%1” is stored in this profile.</source>
        <translation>Kein Raum namens „%1“ ist in diesem Profil gespeichert.</translation>
    </message>
    <message>
        <source>Several accounts were in “%1”. Add --account with one of: %2</source>
        <translation>Mehrere Konten waren in „%1“. Gib --account mit einem davon an: %2</translation>
    </message>
    <message>
        <source>Several rooms are called “%1”. Give the full address: %2</source>
        <translation>Mehrere Räume heißen „%1“. Gib die volle Adresse an: %2</translation>
    </message>
    <message>
        <source>messages are missing here</source>
        <translation>hier fehlen Nachrichten</translation>
    </message>
    <message>
        <source>(taken back)</source>
        <translation>(zurückgenommen)</translation>
    </message>
    <message>
        <source>There are no stored messages in %1.</source>
        <translation>Von %1 sind keine Nachrichten gespeichert.</translation>
    </message>
    <message>
        <source>The export could not be written completely.</source>
        <translation>Der Export konnte nicht vollständig geschrieben werden.</translation>
    </message>
    <message>
        <source>(cannot be shown)</source>
        <translation>(kann nicht angezeigt werden)</translation>
    </message>
</context>
<context>
    <name>foyer::AboutDialog</name>
    <message>
        <source>About Foyer</source>
        <translation>Über Foyer</translation>
    </message>
    <message>
        <source>Talk in chatrooms, and find your place again after every disconnection.</source>
        <translation>In Chaträumen reden und nach jeder Unterbrechung dort weiterlesen.</translation>
    </message>
    <message>
        <source>Qt %1, built with %2.</source>
        <translation>Qt %1, gebaut mit %2.</translation>
    </message>
    <message>
        <source>Diagnostics tell versions, outages and how your rooms fare. They hold no message, no name and no password.</source>
        <translation>Die Diagnose nennt Versionen, Ausfälle und wie es um deine Räume steht. Sie enthält keine Nachricht, keinen Namen und kein Passwort.</translation>
    </message>
    <message>
        <source>Copy &amp;diagnostics</source>
        <translation>&amp;Diagnose kopieren</translation>
    </message>
    <message>
        <source>Copy diagnostics</source>
        <translation>Diagnose kopieren</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>Kopiert.</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Schließen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>foyer::AboutFlow</name>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>&amp;Tastenkürzel</translation>
    </message>
    <message>
        <source>&amp;About Foyer</source>
        <translation>&amp;Über Foyer</translation>
    </message>
</context>
<context>
    <name>foyer::AimBar</name>
    <message>
        <source>Editing your message</source>
        <translation>Du bearbeitest deine Nachricht</translation>
    </message>
    <message>
        <source>Replying to %1</source>
        <translation>Antwort an %1</translation>
    </message>
    <message>
        <source>Stop editing</source>
        <translation>Bearbeiten beenden</translation>
    </message>
    <message>
        <source>Do not reply</source>
        <translation>Nicht antworten</translation>
    </message>
    <message>
        <source>Stop editing (Esc)</source>
        <translation>Bearbeiten beenden (Esc)</translation>
    </message>
    <message>
        <source>Do not reply (Esc)</source>
        <translation>Nicht antworten (Esc)</translation>
    </message>
</context>
<context>
    <name>foyer::Announcements</name>
    <message>
        <source>You can write again.</source>
        <translation>Du kannst wieder schreiben.</translation>
    </message>
    <message>
        <source>Connected again.</source>
        <translation>Wieder verbunden.</translation>
    </message>
    <message>
        <source>%1 was not sent. %2</source>
        <comment>name of a file, why as a sentence</comment>
        <translation>%1 wurde nicht gesendet. %2</translation>
    </message>
</context>
<context>
    <name>foyer::ApiClient</name>
    <message>
        <source>The server’s API did not answer.</source>
        <translation>Die API des Servers hat nicht geantwortet.</translation>
    </message>
</context>
<context>
    <name>foyer::AppMenu</name>
    <message>
        <source>&amp;Join a room…</source>
        <translation>Einem Raum &amp;beitreten…</translation>
    </message>
    <message>
        <source>&amp;Room server…</source>
        <translation>&amp;Raumserver…</translation>
    </message>
    <message>
        <source>&amp;Use other rooms…</source>
        <comment>rooms of this computer, of another server, or of a link</comment>
        <translation>&amp;Andere Räume verwenden…</translation>
    </message>
    <message>
        <source>&amp;Be in several rooms at once</source>
        <translation>In &amp;mehreren Räumen zugleich sein</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>B&amp;eenden</translation>
    </message>
    <message>
        <source>&amp;Keep running in the tray</source>
        <translation>Im Infobereich &amp;weiterlaufen</translation>
    </message>
    <message>
        <source>Let others see that I &amp;type</source>
        <translation>Andere sehen lassen, dass ich &amp;tippe</translation>
    </message>
</context>
<context>
    <name>foyer::AppState</name>
    <message>
        <source>Connected</source>
        <translation>Verbunden</translation>
    </message>
    <message>
        <source>Reconnecting…</source>
        <translation>Neuer Versuch…</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>Wird verbunden…</translation>
    </message>
    <message>
        <source>Signing in…</source>
        <translation>Wird angemeldet…</translation>
    </message>
    <message>
        <source>No connection yet</source>
        <translation>Noch keine Verbindung</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Offline</translation>
    </message>
    <message>
        <source>Not signed in</source>
        <translation>Abgemeldet</translation>
    </message>
</context>
<context>
    <name>foyer::AttachmentFlow</name>
    <message>
        <source>Cancelled.</source>
        <translation>Abgebrochen.</translation>
    </message>
</context>
<context>
    <name>foyer::AttachmentIntake</name>
    <message>
        <source>Attach files</source>
        <translation>Dateien anhängen</translation>
    </message>
    <message>
        <source>“%1” is a folder. Attach the files in it.</source>
        <translation>„%1“ ist ein Ordner. Häng die Dateien darin an.</translation>
    </message>
    <message>
        <source>The file “%1” cannot be read.</source>
        <translation>Die Datei „%1“ kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>The file “%1” is empty.</source>
        <translation>Die Datei „%1“ ist leer.</translation>
    </message>
    <message>
        <source>picture</source>
        <comment>name of the file a pasted picture becomes</comment>
        <translation>Bild</translation>
    </message>
</context>
<context>
    <name>foyer::AttachmentList</name>
    <message>
        <source>Files can be attached once you are connected.</source>
        <translation>Dateien kannst du anhängen, sobald du verbunden bist.</translation>
    </message>
    <message>
        <source>This server does not take files. Text can be sent.</source>
        <translation>Dieser Server nimmt keine Dateien an. Text kannst du senden.</translation>
    </message>
    <message numerus="yes">
        <source>At most %n files can be attached at a time.</source>
        <translation>
            <numerusform>Es kann höchstens %n Datei auf einmal angehängt werden.</numerusform>
            <numerusform>Es können höchstens %n Dateien auf einmal angehängt werden.</numerusform>
        </translation>
    </message>
    <message>
        <source>The file is too large. This server takes up to %1.</source>
        <translation>Die Datei ist zu groß. Dieser Server nimmt bis zu %1 an.</translation>
    </message>
</context>
<context>
    <name>foyer::AttachmentRow</name>
    <message>
        <source>Sending… %1</source>
        <comment>a file of that size</comment>
        <translation>Wird gesendet… %1</translation>
    </message>
    <message>
        <source>Sending… %1 of %2</source>
        <comment>so much of a file is sent</comment>
        <translation>Wird gesendet… %1 von %2</translation>
    </message>
    <message>
        <source>Sending %1</source>
        <comment>a file</comment>
        <translation>%1 wird gesendet</translation>
    </message>
    <message>
        <source>Send %1 again</source>
        <comment>a file</comment>
        <translation>%1 noch einmal senden</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Do not send %1</source>
        <comment>a file</comment>
        <translation>%1 nicht senden</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <comment>a file</comment>
        <translation>%1 entfernen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
</context>
<context>
    <name>foyer::AttachmentStrip</name>
    <message>
        <source>Attached files</source>
        <translation>Angehängte Dateien</translation>
    </message>
</context>
<context>
    <name>foyer::Backend</name>
    <message>
        <source>The file with your messages was damaged. It was put aside as %1, and Foyer fetches the rooms’ messages from the server again.</source>
        <translation>Die Datei mit deinen Nachrichten war beschädigt. Sie liegt nun beiseite als %1, und Foyer holt die Nachrichten der Räume noch einmal vom Server.</translation>
    </message>
    <message>
        <source>The file %1 holds no certificate. It must be in PEM form.</source>
        <translation>Die Datei %1 enthält kein Zertifikat. Sie muss im PEM-Format sein.</translation>
    </message>
    <message>
        <source>The file with your drafts and settings was damaged. It was put aside as %1, and Foyer kept what could still be read of it. Look whether something is missing.</source>
        <translation>Die Datei mit deinen Entwürfen und Einstellungen war beschädigt. Sie liegt nun beiseite als %1, und Foyer hat behalten, was noch zu lesen war. Sieh nach, ob etwas fehlt.</translation>
    </message>
</context>
<context>
    <name>foyer::BannerBar</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close this line</source>
        <translation>Diese Zeile schließen</translation>
    </message>
    <message>
        <source>Less</source>
        <translation>Weniger</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Details of the rejoin</source>
        <translation>Details der Rückkehr</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>Jetzt versuchen</translation>
    </message>
    <message>
        <source>Other nickname…</source>
        <translation>Anderer Spitzname…</translation>
    </message>
    <message>
        <source>Join with another nickname</source>
        <translation>Mit einem anderen Spitznamen beitreten</translation>
    </message>
</context>
<context>
    <name>foyer::BannerState</name>
    <message>
        <source>Connection lost %1 ago: the server cannot be reached.</source>
        <translation>Seit %1 getrennt: Der Server ist nicht erreichbar.</translation>
    </message>
    <message>
        <source>Connection lost %1 ago: the server does not answer.</source>
        <translation>Seit %1 getrennt: Der Server antwortet nicht.</translation>
    </message>
    <message>
        <source>Connection lost %1 ago: there is no chat server at the address.</source>
        <translation>Seit %1 getrennt: Unter der Adresse gibt es keinen Chat-Server.</translation>
    </message>
    <message>
        <source>Connection lost %1 ago: the server refused the name and password.</source>
        <translation>Seit %1 getrennt: Der Server hat Name und Passwort abgelehnt.</translation>
    </message>
    <message>
        <source>Connection lost %1 ago: the account is disabled.</source>
        <translation>Seit %1 getrennt: Das Konto ist gesperrt.</translation>
    </message>
    <message>
        <source>Connection lost %1 ago.</source>
        <translation>Seit %1 getrennt.</translation>
    </message>
    <message>
        <source>Not connected yet.</source>
        <translation>Noch nicht verbunden.</translation>
    </message>
    <message>
        <source>%1 Next try in %2.</source>
        <comment>a sentence about the loss, then the countdown</comment>
        <translation>%1 Nächster Versuch in %2.</translation>
    </message>
    <message>
        <source>%1 Connecting…</source>
        <comment>a sentence about the loss, then what happens now</comment>
        <translation>%1 Wird verbunden…</translation>
    </message>
    <message>
        <source>Back in the room.</source>
        <translation>Wieder im Raum.</translation>
    </message>
    <message>
        <source>Back online after %1.</source>
        <translation>Wieder online nach %1.</translation>
    </message>
    <message numerus="yes">
        <source>%n new</source>
        <comment>messages, in the receipt after a rejoin</comment>
        <translation>
            <numerusform>%n neu</numerusform>
            <numerusform>%n neu</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n already here</source>
        <comment>messages, in the receipt after a rejoin</comment>
        <translation>
            <numerusform>%n schon hier</numerusform>
            <numerusform>%n schon hier</numerusform>
        </translation>
    </message>
    <message>
        <source>Caught up: %1, %2, none missing.</source>
        <translation>Aufgeholt: %1, %2, keine fehlt.</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>two sentences</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>The connection was lost at %1.</source>
        <translation>Die Verbindung ging um %1 verloren.</translation>
    </message>
    <message>
        <source>The server had kept the session and handed over what was waiting.</source>
        <translation>Der Server hatte die Sitzung bewahrt und hat übergeben, was wartete.</translation>
    </message>
    <message>
        <source>Catching up: %1 entries of the history read, %2 new messages so far.</source>
        <comment>two numbers</comment>
        <translation>Verpasstes wird geladen: %1 Einträge des Verlaufs gelesen, bisher %2 neue Nachrichten.</translation>
    </message>
    <message>
        <source>Caught up: %1, %2. This room keeps no history, so nobody can tell whether some are missing.</source>
        <translation>Aufgeholt: %1, %2. Dieser Raum hat keinen Verlauf, darum weiß niemand, ob welche fehlen.</translation>
    </message>
    <message>
        <source>The session was new, so the room was joined again and its history read.</source>
        <translation>Die Sitzung war neu, darum wurde der Raum neu betreten und sein Verlauf gelesen.</translation>
    </message>
    <message numerus="yes">
        <source>%n gap(s) left.</source>
        <comment>where messages are still missing</comment>
        <translation>
            <numerusform>%n Lücke bleibt.</numerusform>
            <numerusform>%n Lücken bleiben.</numerusform>
        </translation>
    </message>
    <message>
        <source>Caught up: %1, %2. %3</source>
        <comment>numbers of messages, then gaps</comment>
        <translation>Aufgeholt: %1, %2. %3</translation>
    </message>
    <message>
        <source>The gaps are marked in the timeline, each with its reason.</source>
        <translation>Die Lücken sind zwischen den Nachrichten markiert, jede mit ihrem Grund.</translation>
    </message>
    <message>
        <source>The history was read back to a message that was here before, so nothing lies between.</source>
        <translation>Der Verlauf wurde bis zu einer Nachricht zurückgelesen, die schon hier war; dazwischen liegt also nichts.</translation>
    </message>
    <message>
        <source>Connection lost %1 ago: the server’s certificate is not trusted.</source>
        <translation>Verbindung seit %1 unterbrochen: Dem Zertifikat des Servers wird nicht vertraut.</translation>
    </message>
    <message>
        <source>Catching up: waiting for the room’s history…</source>
        <translation>Verpasstes wird geladen: Der Verlauf des Raums ist angefragt…</translation>
    </message>
    <message>
        <source>New messages cannot be saved, so they are not shown yet. They come once there is room on the disk.</source>
        <translation>Neue Nachrichten können nicht gespeichert werden und fehlen deshalb noch. Sie kommen, sobald auf dem Datenträger Platz ist.</translation>
    </message>
    <message>
        <source>The connection was lost on %1.</source>
        <comment>a day and a time: 22 Nov, 14:05</comment>
        <translation>Die Verbindung ging verloren: %1.</translation>
    </message>
    <message>
        <source>The room was joined again and its history read.</source>
        <translation>Der Raum wurde neu betreten und sein Verlauf gelesen.</translation>
    </message>
    <message>
        <source>Not back in the room yet. %1 Foyer keeps trying.</source>
        <comment>a sentence why</comment>
        <translation>Noch nicht wieder im Raum. %1 Foyer versucht es weiter.</translation>
    </message>
    <message>
        <source>Connection lost %1 ago: the server offers only a weak way to sign in.</source>
        <translation>Seit %1 getrennt: Der Server bietet nur eine schwache Art der Anmeldung.</translation>
    </message>
</context>
<context>
    <name>foyer::ChatroomService</name>
    <message>
        <source>This server’s list of rooms is too long to be read.</source>
        <translation>Die Raumliste dieses Servers ist zu lang, um sie zu lesen.</translation>
    </message>
</context>
<context>
    <name>foyer::CommandReader</name>
    <message>
        <source>This command cannot be carried out: %1</source>
        <translation>Dieser Befehl kann nicht ausgeführt werden: %1</translation>
    </message>
    <message>
        <source>“%1” is not a text</source>
        <translation>„%1“ ist kein Text</translation>
    </message>
    <message>
        <source>“%1” is not a number</source>
        <translation>„%1“ ist keine Zahl</translation>
    </message>
    <message>
        <source>“%1” is not true or false</source>
        <translation>„%1“ ist weder wahr noch falsch</translation>
    </message>
    <message>
        <source>The command file %1 cannot be read.</source>
        <translation>Die Befehlsdatei %1 kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>the line is too long</source>
        <translation>die Zeile ist zu lang</translation>
    </message>
    <message>
        <source>not a JSON object</source>
        <translation>kein JSON-Objekt</translation>
    </message>
    <message>
        <source>unknown command “%1”</source>
        <translation>unbekannter Befehl „%1“</translation>
    </message>
    <message>
        <source>“%1” is missing</source>
        <translation>„%1“ fehlt</translation>
    </message>
    <message>
        <source>“%1” is not a key</source>
        <translation>„%1“ ist kein Schlüssel</translation>
    </message>
    <message>
        <source>“%1” is not a file</source>
        <translation>„%1“ ist keine Datei</translation>
    </message>
    <message>
        <source>“%1” is not a list</source>
        <translation>„%1“ ist keine Liste</translation>
    </message>
</context>
<context>
    <name>foyer::Completion</name>
    <message>
        <source>muted</source>
        <comment>beside a person’s name</comment>
        <translation>stumm</translation>
    </message>
</context>
<context>
    <name>foyer::CompletionPopup</name>
    <message>
        <source>Suggestions</source>
        <translation>Vorschläge</translation>
    </message>
</context>
<context>
    <name>foyer::Composer</name>
    <message>
        <source>Send</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>Send the message</source>
        <translation>Nachricht senden</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Message %1</source>
        <comment>to the room of that name</comment>
        <translation>Nachricht an %1</translation>
    </message>
    <message>
        <source>Message to %1</source>
        <translation>Nachricht an %1</translation>
    </message>
    <message>
        <source>Emoji</source>
        <translation>Emoji</translation>
    </message>
    <message>
        <source>Ask to speak</source>
        <translation>Um Rederecht bitten</translation>
    </message>
    <message>
        <source>Attach files</source>
        <translation>Dateien anhängen</translation>
    </message>
    <message>
        <source>Attach files of up to %1</source>
        <translation>Dateien bis %1 anhängen</translation>
    </message>
    <message>
        <source>What it should say</source>
        <translation>Was dort stehen soll</translation>
    </message>
    <message>
        <source>Save the message</source>
        <translation>Nachricht speichern</translation>
    </message>
    <message>
        <source>Correction of your message</source>
        <translation>Korrektur deiner Nachricht</translation>
    </message>
    <message>
        <source>Answer to %1, message to %2</source>
        <comment>nickname, room</comment>
        <translation>Antwort an %1, Nachricht an %2</translation>
    </message>
</context>
<context>
    <name>foyer::ComposerState</name>
    <message numerus="yes">
        <source>This message is too long by %Ln bytes. Shorten it, or send it in parts.</source>
        <translation>
            <numerusform>Diese Nachricht ist um %Ln Byte zu lang. Kürze sie oder sende sie in Teilen.</numerusform>
            <numerusform>Diese Nachricht ist um %Ln Bytes zu lang. Kürze sie oder sende sie in Teilen.</numerusform>
        </translation>
    </message>
    <message>
        <source>You can write here once you have joined.</source>
        <translation>Du kannst hier schreiben, sobald du beigetreten bist.</translation>
    </message>
    <message>
        <source>You are not in this room.</source>
        <translation>Du bist nicht in diesem Raum.</translation>
    </message>
    <message>
        <source>%1 Reason: “%2”.</source>
        <translation>%1 Grund: „%2“.</translation>
    </message>
    <message>
        <source>You are muted in all rooms by %1.</source>
        <translation>Du bist von %1 in allen Räumen stummgeschaltet.</translation>
    </message>
    <message>
        <source>You are muted in all rooms by %1 %2.</source>
        <translation>Du bist von %1 in allen Räumen %2 stummgeschaltet.</translation>
    </message>
    <message>
        <source>You are muted in all rooms.</source>
        <translation>Du bist in allen Räumen stummgeschaltet.</translation>
    </message>
    <message>
        <source>You are muted in all rooms %1.</source>
        <translation>Du bist in allen Räumen %1 stummgeschaltet.</translation>
    </message>
    <message>
        <source>You are muted in this room by %1.</source>
        <translation>Du bist von %1 in diesem Raum stummgeschaltet.</translation>
    </message>
    <message>
        <source>You are muted in this room by %1 %2.</source>
        <translation>Du bist von %1 in diesem Raum %2 stummgeschaltet.</translation>
    </message>
    <message>
        <source>You are muted in this room by a moderator.</source>
        <translation>Du bist von der Moderation in diesem Raum stummgeschaltet.</translation>
    </message>
    <message>
        <source>You are muted in this room by a moderator %1.</source>
        <translation>Du bist von der Moderation in diesem Raum %1 stummgeschaltet.</translation>
    </message>
    <message>
        <source>%1 has muted everybody in this room.</source>
        <translation>%1 hat in diesem Raum alle stummgeschaltet.</translation>
    </message>
    <message>
        <source>%1 has muted everybody in this room %2.</source>
        <translation>%1 hat in diesem Raum alle %2 stummgeschaltet.</translation>
    </message>
    <message>
        <source>Everybody in this room is muted.</source>
        <translation>Alle in diesem Raum sind stummgeschaltet.</translation>
    </message>
    <message>
        <source>Everybody in this room is muted %1.</source>
        <translation>Alle in diesem Raum sind %1 stummgeschaltet.</translation>
    </message>
    <message>
        <source>Only people with voice may write here at the moment.</source>
        <translation>Nur wer Rederecht hat, darf hier zurzeit schreiben.</translation>
    </message>
    <message>
        <source>Only people with voice may write here %1.</source>
        <translation>Hier darf %1 nur schreiben, wer Rederecht hat.</translation>
    </message>
    <message>
        <source>until %1</source>
        <comment>a mute&apos;s end: until 15:00</comment>
        <translation>bis %1</translation>
    </message>
    <message>
        <source>until %1, %2 left</source>
        <comment>a mute&apos;s end: until 15:00, 12 min left</comment>
        <translation>bis %1 (noch %2)</translation>
    </message>
    <message>
        <source>You have asked to speak. The moderators decide.</source>
        <translation>Du hast um Rederecht gebeten. Die Moderation entscheidet.</translation>
    </message>
    <message>
        <source>Slow mode: one message every %1.</source>
        <comment>a length of time: 20 s</comment>
        <translation>Langsamer Modus: eine Nachricht alle %1.</translation>
    </message>
    <message>
        <source>Slow mode: wait %1 more, then send it.</source>
        <comment>a length of time: 12 s</comment>
        <translation>Langsamer Modus: Warte noch %1, dann kannst du die Nachricht senden.</translation>
    </message>
    <message>
        <source>Slow mode: you can send again in %1.</source>
        <comment>a length of time: 12 s</comment>
        <translation>Langsamer Modus: In %1 kannst du wieder senden.</translation>
    </message>
    <message>
        <source>Not connected. What you send now goes out when you are back, and only once.</source>
        <translation>Nicht verbunden. Was du jetzt sendest, geht hinaus, sobald du zurück bist, und nur einmal.</translation>
    </message>
    <message>
        <source>Not back in the room yet. What you send now goes out when you are, and only once.</source>
        <translation>Noch nicht wieder im Raum. Was du jetzt sendest, geht hinaus, sobald du es bist, und nur einmal.</translation>
    </message>
    <message>
        <source>A correction waits. It is back after the next message, or when you edit that one again.</source>
        <translation>Eine Korrektur wartet. Sie ist nach der nächsten Nachricht wieder da, oder wenn du jene Nachricht noch einmal bearbeitest.</translation>
    </message>
    <message>
        <source>Your draft is too long for one message. The next part is here when this one was sent.</source>
        <translation>Dein Entwurf ist zu lang für eine Nachricht. Der nächste Teil kommt, wenn dieser gesendet ist.</translation>
    </message>
</context>
<context>
    <name>foyer::ConnectionDialog</name>
    <message>
        <source>Connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>Outages</source>
        <translation>Ausfälle</translation>
    </message>
    <message>
        <source>Rooms</source>
        <translation>Räume</translation>
    </message>
    <message>
        <source>No rooms yet. Join one, and this tells how sure you can be of it.</source>
        <translation>Noch keine Räume. Tritt einem bei, und hier steht, wie sicher du dir seiner sein kannst.</translation>
    </message>
    <message>
        <source>A saved report holds times, causes and figures, but no messages, names or passwords.</source>
        <translation>Ein gespeicherter Bericht enthält Zeiten, Ursachen und Zahlen, aber keine Nachrichten, Namen oder Passwörter.</translation>
    </message>
    <message>
        <source>&amp;Save report…</source>
        <translation>&amp;Bericht speichern…</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Schließen</translation>
    </message>
    <message>
        <source>Outages, newest first</source>
        <translation>Ausfälle, die neuesten zuerst</translation>
    </message>
    <message>
        <source>Rooms and how they fare</source>
        <translation>Räume und wie es um sie steht</translation>
    </message>
    <message>
        <source>No outage so far: you have been connected since Foyer started.</source>
        <translation>Bisher kein Ausfall: Seit dem Start von Foyer bist du verbunden.</translation>
    </message>
</context>
<context>
    <name>foyer::ConnectionFlow</name>
    <message>
        <source>Save the report</source>
        <translation>Bericht speichern</translation>
    </message>
    <message>
        <source>JSON files (*.json)</source>
        <translation>JSON-Dateien (*.json)</translation>
    </message>
    <message>
        <source>Saved as %1.</source>
        <translation>Gespeichert als %1.</translation>
    </message>
    <message>
        <source>The report could not be saved: %1. Choose another place.</source>
        <translation>Der Bericht konnte nicht gespeichert werden: %1. Wähle einen anderen Ort.</translation>
    </message>
</context>
<context>
    <name>foyer::ConnectionText</name>
    <message>
        <source>just now</source>
        <translation>gerade eben</translation>
    </message>
    <message>
        <source>%1 ago</source>
        <translation>vor %1</translation>
    </message>
    <message>
        <source>%1: not back yet.</source>
        <comment>room</comment>
        <translation>%1: noch nicht zurück.</translation>
    </message>
    <message>
        <source>%1: %2.</source>
        <comment>room, then what came back</comment>
        <translation>%1: %2.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>room, then a sentence why it cannot be joined again</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1: left.</source>
        <comment>room</comment>
        <translation>%1: verlassen.</translation>
    </message>
    <message>
        <source>%1: the next outage came first.</source>
        <comment>room</comment>
        <translation>%1: Der nächste Ausfall kam zuvor.</translation>
    </message>
    <message>
        <source>under 1 s</source>
        <translation>unter 1 s</translation>
    </message>
    <message>
        <source>given up</source>
        <translation>aufgegeben</translation>
    </message>
    <message>
        <source>for %1 so far</source>
        <translation>seit %1</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>two sentences</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Last ping: %1 ms, %2.</source>
        <comment>length, then how long ago</comment>
        <translation>Letzter Ping: %1 ms, %2.</translation>
    </message>
    <message>
        <source>Not pinged yet.</source>
        <translation>Noch kein Ping.</translation>
    </message>
    <message>
        <source>joining</source>
        <translation>Beitritt läuft</translation>
    </message>
    <message>
        <source>joined</source>
        <translation>beigetreten</translation>
    </message>
    <message>
        <source>rejoining</source>
        <translation>wird wieder verbunden</translation>
    </message>
    <message>
        <source>catching up</source>
        <translation>lädt Verpasstes</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>left</source>
        <translation>verlassen</translation>
    </message>
    <message>
        <source>Connected.</source>
        <translation>Verbunden.</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>Wird verbunden…</translation>
    </message>
    <message>
        <source>Not connected. %1</source>
        <comment>then why</comment>
        <translation>Nicht verbunden. %1</translation>
    </message>
    <message>
        <source>Not connected, and not trying. %1</source>
        <comment>then why</comment>
        <translation>Nicht verbunden, und es wird nicht versucht. %1</translation>
    </message>
    <message>
        <source>Not connected.</source>
        <translation>Nicht verbunden.</translation>
    </message>
    <message>
        <source>The server could not be reached.</source>
        <translation>Der Server war nicht erreichbar.</translation>
    </message>
    <message>
        <source>There was no chat server at the address.</source>
        <translation>Unter der Adresse gab es keinen Chat-Server.</translation>
    </message>
    <message>
        <source>The server refused the name and password.</source>
        <translation>Der Server hat Name und Passwort abgelehnt.</translation>
    </message>
    <message>
        <source>The account is disabled.</source>
        <translation>Das Konto ist gesperrt.</translation>
    </message>
    <message>
        <source>The server closed the connection.</source>
        <translation>Der Server hat die Verbindung geschlossen.</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>new messages, messages already here</comment>
        <translation>%1, %2</translation>
    </message>
    <message numerus="yes">
        <source>%Ln new</source>
        <translation>
            <numerusform>%Ln neu</numerusform>
            <numerusform>%Ln neu</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln already here</source>
        <translation>
            <numerusform>%Ln schon hier</numerusform>
            <numerusform>%Ln schon hier</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, none missing</source>
        <translation>%1, keine fehlt</translation>
    </message>
    <message>
        <source>%1 · Connection lost</source>
        <comment>when</comment>
        <translation>%1 · Verbindung unterbrochen</translation>
    </message>
    <message>
        <source>%1 · Foyer started</source>
        <comment>when</comment>
        <translation>%1 · Foyer gestartet</translation>
    </message>
    <message>
        <source>Foyer was not running until then.</source>
        <translation>Bis dahin lief Foyer nicht.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln attempts to connect.</source>
        <translation>
            <numerusform>%Ln Verbindungsversuch.</numerusform>
            <numerusform>%Ln Verbindungsversuche.</numerusform>
        </translation>
    </message>
    <message>
        <source>This room keeps no history.</source>
        <translation>Dieser Raum hat keinen Verlauf.</translation>
    </message>
    <message>
        <source>The reason is not known.</source>
        <translation>Der Grund ist nicht bekannt.</translation>
    </message>
    <message>
        <source>%1 · Dropped from a room</source>
        <comment>when</comment>
        <translation>%1 · Aus einem Raum gefallen</translation>
    </message>
    <message>
        <source>You were still connected, but no longer in the room.</source>
        <translation>Du warst noch verbunden, aber nicht mehr im Raum.</translation>
    </message>
    <message>
        <source>Not in the room at the moment. Foyer rejoins by itself.</source>
        <translation>Gerade nicht im Raum. Foyer kehrt von selbst zurück.</translation>
    </message>
    <message>
        <source>You are not in the room.</source>
        <translation>Du bist nicht im Raum.</translation>
    </message>
    <message>
        <source>You are in the room: it let you in %1.</source>
        <comment>how long ago</comment>
        <translation>Du bist im Raum: Er hat dich %1 eingelassen.</translation>
    </message>
    <message>
        <source>You are in the room: it last sent something %1.</source>
        <comment>how long ago</comment>
        <translation>Du bist im Raum: Zuletzt kam etwas von ihm %1.</translation>
    </message>
    <message>
        <source>You are in the room: it said so when asked %1.</source>
        <comment>how long ago</comment>
        <translation>Du bist im Raum: Das hat er auf Nachfrage %1 bestätigt.</translation>
    </message>
    <message>
        <source>The history is empty.</source>
        <translation>Der Verlauf ist leer.</translation>
    </message>
    <message>
        <source>Nothing of the history has been read yet.</source>
        <translation>Vom Verlauf ist noch nichts gelesen.</translation>
    </message>
    <message>
        <source>History: read to its end, the newest entry %1.</source>
        <comment>time</comment>
        <translation>Verlauf: bis zum Ende gelesen, neuester Eintrag %1.</translation>
    </message>
    <message>
        <source>History: read up to %1.</source>
        <comment>time</comment>
        <translation>Verlauf: gelesen bis %1.</translation>
    </message>
    <message>
        <source>No gaps.</source>
        <translation>Keine Lücken.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln gap(s).</source>
        <translation>
            <numerusform>%Ln Lücke.</numerusform>
            <numerusform>%Ln Lücken.</numerusform>
        </translation>
    </message>
    <message>
        <source>The server stopped answering.</source>
        <translation>Der Server antwortete nicht mehr.</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>what was found, gaps</comment>
        <translation>%1, %2</translation>
    </message>
    <message numerus="yes">
        <source>%Ln gap(s) left</source>
        <translation>
            <numerusform>%Ln Lücke bleibt</numerusform>
            <numerusform>%Ln Lücken bleiben</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, and no history to check it by</source>
        <translation>%1, und kein Verlauf, an dem sich das prüfen lässt</translation>
    </message>
    <message>
        <source>The server’s certificate is not trusted.</source>
        <translation>Dem Zertifikat des Servers wird nicht vertraut.</translation>
    </message>
    <message>
        <source>Not in the room at the moment. %1 Foyer keeps trying.</source>
        <comment>a sentence why</comment>
        <translation>Gerade nicht im Raum. %1 Foyer versucht es weiter.</translation>
    </message>
    <message>
        <source>The server offered only a weak way to sign in.</source>
        <translation>Der Server bot nur eine schwache Art der Anmeldung.</translation>
    </message>
</context>
<context>
    <name>foyer::DBusNotifier</name>
    <message>
        <source>Show</source>
        <comment>a notification&apos;s button</comment>
        <translation>Zeigen</translation>
    </message>
</context>
<context>
    <name>foyer::DemoStage</name>
    <message>
        <source>Morning! Two hours until we go live.</source>
        <translation>Guten Morgen! Noch zwei Stunden, dann geht es live.</translation>
    </message>
    <message>
        <source>The checklist is ready. I am at item three.</source>
        <translation>Die Checkliste ist fertig. Ich bin bei Punkt drei.</translation>
    </message>
    <message>
        <source>Who has the release notes?</source>
        <translation>Wer hat die Versionshinweise?</translation>
    </message>
    <message>
        <source>I do. One more read and they are out.</source>
        <translation>Ich. Noch einmal lesen, dann sind sie draußen.</translation>
    </message>
    <message>
        <source>The pictures are in. Light and dark, both fine.</source>
        <translation>Die Bilder sind da. Hell und dunkel, beide gut.</translation>
    </message>
    <message>
        <source>Somebody should try it with the network gone.</source>
        <translation>Jemand sollte es ohne Netz ausprobieren.</translation>
    </message>
    <message>
        <source>That is what the Fault lab is for.</source>
        <translation>Dafür ist das Störlabor da.</translation>
    </message>
    <message>
        <source>Pull the plug, wait, plug it in. Nothing twice, nothing missing.</source>
        <translation>Stecker ziehen, warten, Stecker rein. Nichts doppelt, nichts fehlt.</translation>
    </message>
    <message>
        <source>And if something is missing, it says so.</source>
        <translation>Und wenn etwas fehlt, dann sagt es das.</translation>
    </message>
    <message>
        <source>Right. I make a coffee and start at the top.</source>
        <translation>Gut. Ich mache Kaffee und fange oben an.</translation>
    </message>
    <message>
        <source>Bring me one?</source>
        <translation>Bringst du mir einen mit?</translation>
    </message>
    <message>
        <source>Already on its way.</source>
        <translation>Schon unterwegs.</translation>
    </message>
    <message>
        <source>Launch day</source>
        <translation>Starttag</translation>
    </message>
    <message>
        <source>Item %1 of the checklist is done.</source>
        <translation>Punkt %1 der Checkliste ist erledigt.</translation>
    </message>
    <message>
        <source>trying out the Fault lab</source>
        <translation>das Störlabor ausprobieren</translation>
    </message>
</context>
<context>
    <name>foyer::DemoStory</name>
    <message>
        <source>Hello! I found the room.</source>
        <translation>Hallo! Ich habe den Raum gefunden.</translation>
    </message>
    <message>
        <source>This one waits until I am back.</source>
        <translation>Diese wartet, bis ich zurück bin.</translation>
    </message>
    <message>
        <source>Everything is here, once and in order.</source>
        <translation>Alles ist da, einmal und der Reihe nach.</translation>
    </message>
</context>
<context>
    <name>foyer::DemoWiring</name>
    <message>
        <source>&amp;Fault lab…</source>
        <translation>&amp;Störlabor…</translation>
    </message>
</context>
<context>
    <name>foyer::EmojiModel</name>
    <message>
        <source>en</source>
        <extracomment>Code of the language whose names of emoji are shown: de for resources/emoji/emoji_de.tsv. Leave en without one.</extracomment>
        <translation>de</translation>
    </message>
</context>
<context>
    <name>foyer::EmojiPicker</name>
    <message>
        <source>Emoji</source>
        <translation>Emoji</translation>
    </message>
    <message>
        <source>Search emoji</source>
        <translation>Emoji suchen</translation>
    </message>
    <message>
        <source>No emoji has this name.</source>
        <translation>Kein Emoji heißt so.</translation>
    </message>
</context>
<context>
    <name>foyer::EventLog</name>
    <message>
        <source>The event file %1 cannot be written.</source>
        <translation>In die Ereignisdatei %1 kann nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>The events cannot be written any more: %1</source>
        <translation>Die Ereignisse können nicht mehr geschrieben werden: %1</translation>
    </message>
</context>
<context>
    <name>foyer::EventPipe</name>
    <message>
        <source>nobody reads them</source>
        <translation>niemand liest sie</translation>
    </message>
    <message>
        <source>they are read too slowly</source>
        <translation>sie werden zu langsam gelesen</translation>
    </message>
</context>
<context>
    <name>foyer::FaultLabDialog</name>
    <message>
        <source>Fault lab</source>
        <translation>Störlabor</translation>
    </message>
    <message>
        <source>Break the connection in every way and watch Foyer mend it.</source>
        <translation>Unterbrich die Verbindung auf jede Art und sieh zu, wie Foyer sie heilt.</translation>
    </message>
    <message>
        <source>Cut the network</source>
        <translation>Netz trennen</translation>
    </message>
    <message>
        <source>Every connection ends and none can be made.</source>
        <translation>Jede Verbindung endet, und keine kommt zustande.</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>Trennen</translation>
    </message>
    <message>
        <source>Freeze the link</source>
        <translation>Leitung einfrieren</translation>
    </message>
    <message>
        <source>It stays open, but nothing passes.</source>
        <translation>Sie bleibt offen, aber nichts kommt durch.</translation>
    </message>
    <message>
        <source>Freeze</source>
        <translation>Einfrieren</translation>
    </message>
    <message>
        <source>Delay</source>
        <translation>Verzögerung</translation>
    </message>
    <message>
        <source>Slows everything down, both ways.</source>
        <translation>Macht alles langsamer, in beiden Richtungen.</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>0.5 s</source>
        <translation>0,5 s</translation>
    </message>
    <message>
        <source>2 s</source>
        <translation>2 s</translation>
    </message>
    <message>
        <source>5 s</source>
        <translation>5 s</translation>
    </message>
    <message>
        <source>Restart the server</source>
        <translation>Server neu starten</translation>
    </message>
    <message>
        <source>As after a crash: nobody stays signed in.</source>
        <translation>Wie nach einem Absturz: Niemand bleibt angemeldet.</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>Neu starten</translation>
    </message>
    <message>
        <source>Mute me</source>
        <translation>Mich stummschalten</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>Stummschalten</translation>
    </message>
    <message>
        <source>Mend</source>
        <translation>Heilen</translation>
    </message>
    <message>
        <source>Thaw</source>
        <translation>Auftauen</translation>
    </message>
    <message>
        <source>Delay: %1</source>
        <translation>Verzögerung: %1</translation>
    </message>
    <message>
        <source>Restarting…</source>
        <translation>Wird neu gestartet…</translation>
    </message>
    <message>
        <source>For a minute, by the server’s API.</source>
        <translation>Für eine Minute, über die API des Servers.</translation>
    </message>
    <message>
        <source>Unmute</source>
        <translation>Wieder reden</translation>
    </message>
    <message>
        <source>You are muted now, for a minute at most.</source>
        <translation>Du bist jetzt stumm, höchstens eine Minute lang.</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Schließen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>foyer::FaultRelay</name>
    <message>
        <source>The Fault lab could not open a port on this computer.</source>
        <translation>Das Störlabor konnte keinen Port auf diesem Computer öffnen.</translation>
    </message>
</context>
<context>
    <name>foyer::FilterLineEdit</name>
    <message>
        <source>Show all again</source>
        <translation>Wieder alle zeigen</translation>
    </message>
</context>
<context>
    <name>foyer::HistorySync</name>
    <message>
        <source>The server does not keep these messages any more.</source>
        <translation>Der Server bewahrt diese Nachrichten nicht mehr auf.</translation>
    </message>
    <message>
        <source>A message here is too large or damaged, and ends the connection.</source>
        <translation>Eine Nachricht hier ist zu groß oder beschädigt und beendet die Verbindung.</translation>
    </message>
</context>
<context>
    <name>foyer::HttpUpload</name>
    <message>
        <source>Cancelled.</source>
        <translation>Abgebrochen.</translation>
    </message>
    <message>
        <source>The file “%1” cannot be read.</source>
        <translation>Die Datei „%1“ kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>The file “%1” is empty.</source>
        <translation>Die Datei „%1“ ist leer.</translation>
    </message>
    <message>
        <source>The server has no more room for files.</source>
        <translation>Der Server hat keinen Platz mehr für Dateien.</translation>
    </message>
    <message>
        <source>The server sent the file on to another place. It was not sent there.</source>
        <translation>Der Server verwies die Datei an einen anderen Ort. Dorthin wurde sie nicht gesendet.</translation>
    </message>
    <message>
        <source>The server did not accept the file. Try again.</source>
        <translation>Der Server hat die Datei nicht angenommen. Versuch es noch einmal.</translation>
    </message>
    <message>
        <source>The server could not store the file. Try again later.</source>
        <translation>Der Server konnte die Datei nicht speichern. Versuch es später noch einmal.</translation>
    </message>
    <message>
        <source>The server did not accept the file (%1).</source>
        <translation>Der Server hat die Datei nicht angenommen (%1).</translation>
    </message>
    <message>
        <source>The place for files is not secure: its certificate was refused.</source>
        <translation>Der Ort für Dateien ist nicht sicher: Sein Zertifikat wurde abgelehnt.</translation>
    </message>
    <message>
        <source>The server stopped answering. Try again.</source>
        <translation>Der Server antwortet nicht mehr. Versuch es noch einmal.</translation>
    </message>
    <message>
        <source>The connection was lost on the way. Try again.</source>
        <translation>Die Verbindung ist unterwegs abgerissen. Versuch es noch einmal.</translation>
    </message>
</context>
<context>
    <name>foyer::ImageFlow</name>
    <message>
        <source>The image could not be saved: %1. Choose another place.</source>
        <translation>Das Bild konnte nicht gespeichert werden: %1. Wähle einen anderen Ort.</translation>
    </message>
</context>
<context>
    <name>foyer::ImageViewer</name>
    <message>
        <source>Image</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Image, %1, from %2</source>
        <comment>file name, host</comment>
        <translation>Bild, %1, von %2</translation>
    </message>
    <message>
        <source>%1 from %2</source>
        <comment>an image, a host</comment>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Open &amp;link</source>
        <translation>&amp;Link öffnen</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>&amp;Save…</source>
        <translation>&amp;Speichern…</translation>
    </message>
    <message>
        <source>Cl&amp;ose</source>
        <translation>S&amp;chließen</translation>
    </message>
</context>
<context>
    <name>foyer::ImageWorker</name>
    <message>
        <source>Foyer could not start the process that opens images. Start Foyer again.</source>
        <translation>Foyer konnte den Prozess nicht starten, der Bilder öffnet. Starte Foyer neu.</translation>
    </message>
</context>
<context>
    <name>foyer::JoinDialog</name>
    <message>
        <source>Join a room</source>
        <translation>Einem Raum beitreten</translation>
    </message>
    <message>
        <source>Enter the room ID you were given.</source>
        <translation>Gib die Raum-ID ein, die du bekommen hast.</translation>
    </message>
    <message>
        <source>&amp;Room ID</source>
        <translation>&amp;Raum-ID</translation>
    </message>
    <message>
        <source>Room ID</source>
        <translation>Raum-ID</translation>
    </message>
    <message>
        <source>&amp;Earlier messages to load</source>
        <translation>&amp;Frühere Nachrichten, die geladen werden</translation>
    </message>
    <message>
        <source>Earlier messages to load</source>
        <translation>Frühere Nachrichten, die geladen werden</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>No earlier messages</source>
        <translation>Keine früheren Nachrichten</translation>
    </message>
    <message>
        <source>10 (default)</source>
        <translation>10 (üblich)</translation>
    </message>
    <message>
        <source>10 earlier messages, the default</source>
        <translation>10 frühere Nachrichten, wie üblich</translation>
    </message>
    <message>
        <source>50</source>
        <translation>50</translation>
    </message>
    <message>
        <source>50 earlier messages</source>
        <translation>50 frühere Nachrichten</translation>
    </message>
    <message>
        <source>Custom…</source>
        <translation>Andere…</translation>
    </message>
    <message>
        <source>Another number of earlier messages</source>
        <translation>Eine andere Zahl früherer Nachrichten</translation>
    </message>
    <message>
        <source>Number of earlier messages</source>
        <translation>Zahl früherer Nachrichten</translation>
    </message>
    <message>
        <source>&amp;Display name in this room</source>
        <translation>&amp;Anzeigename in diesem Raum</translation>
    </message>
    <message>
        <source>Display name in this room</source>
        <translation>Anzeigename in diesem Raum</translation>
    </message>
    <message>
        <source>&amp;Create the room if it is missing</source>
        <translation>Raum an&amp;legen, wenn er fehlt</translation>
    </message>
    <message>
        <source>&amp;Password</source>
        <translation>&amp;Passwort</translation>
    </message>
    <message>
        <source>Password of the room</source>
        <translation>Passwort des Raums</translation>
    </message>
    <message>
        <source>Ca&amp;ncel</source>
        <translation>Ab&amp;brechen</translation>
    </message>
    <message>
        <source>&amp;Join</source>
        <translation>Bei&amp;treten</translation>
    </message>
    <message>
        <source>&amp;More options</source>
        <translation>&amp;Weitere Optionen</translation>
    </message>
    <message>
        <source>This room has moved to %1.</source>
        <translation>Dieser Raum ist nach %1 umgezogen.</translation>
    </message>
    <message>
        <source>Joining…</source>
        <translation>Beitritt läuft…</translation>
    </message>
    <message>
        <source>%1 of %2 bytes</source>
        <extracomment>Size of the extra text and the largest that is allowed</extracomment>
        <translation>%1 von %2 Bytes</translation>
    </message>
    <message>
        <source>Create “%1”</source>
        <translation>„%1“ anlegen</translation>
    </message>
    <message>
        <source>Join “%1” instead</source>
        <translation>Stattdessen „%1“ beitreten</translation>
    </message>
    <message>
        <source>Choose another room</source>
        <translation>Anderen Raum wählen</translation>
    </message>
    <message>
        <source>Use “%1”</source>
        <translation>„%1“ verwenden</translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation>&amp;Erneut versuchen</translation>
    </message>
    <message>
        <source>&amp;Sign in…</source>
        <translation>Anm&amp;elden…</translation>
    </message>
    <message>
        <source>From your server no way leads to %1. You can go there as a guest, which signs you out here.</source>
        <translation>Von deinem Server führt kein Weg zu %1. Du kannst dort als Gast hingehen; hier wirst du damit abgemeldet.</translation>
    </message>
    <message>
        <source>Join as a &amp;guest…</source>
        <translation>Als &amp;Gast beitreten…</translation>
    </message>
    <message>
        <source>Joining takes you out of %1.</source>
        <translation>Beim Beitreten verlässt du %1.</translation>
    </message>
    <message>
        <source>&amp;More options  (create if missing, password, about you)</source>
        <translation>&amp;Weitere Optionen  (anlegen, Passwort, über dich)</translation>
    </message>
    <message>
        <source>About &amp;you</source>
        <translation>Über &amp;dich</translation>
    </message>
    <message>
        <source>About you, for the others in the room</source>
        <translation>Über dich, für die anderen im Raum</translation>
    </message>
    <message>
        <source>What the others in the room may read about you</source>
        <translation>Was die anderen im Raum über dich lesen dürfen</translation>
    </message>
    <message>
        <source>A new room’s ID has 1 to 64 of these: A to Z, a to z, 0 to 9, dot, underscore, hyphen.</source>
        <translation>Die ID eines neuen Raums hat 1 bis 64 dieser Zeichen: A bis Z, a bis z, 0 bis 9, Punkt, Unterstrich, Bindestrich.</translation>
    </message>
</context>
<context>
    <name>foyer::LeftPanel</name>
    <message>
        <source>Remove from list</source>
        <translation>Aus der Liste entfernen</translation>
    </message>
    <message>
        <source>Rejoin</source>
        <translation>Wieder beitreten</translation>
    </message>
</context>
<context>
    <name>foyer::LeftState</name>
    <message>
        <source>What you have read stays on this computer.</source>
        <translation>Was du gelesen hast, bleibt auf diesem Computer.</translation>
    </message>
    <message>
        <source>Foyer will not rejoin by itself. What you have read stays on this computer.</source>
        <translation>Foyer kehrt nicht von selbst zurück. Was du gelesen hast, bleibt auf diesem Computer.</translation>
    </message>
    <message>
        <source>Reason: “%1”. %2</source>
        <translation>Grund: „%1“. %2</translation>
    </message>
    <message>
        <source>Rejoin</source>
        <translation>Wieder beitreten</translation>
    </message>
    <message>
        <source>You left this room</source>
        <translation>Du hast diesen Raum verlassen</translation>
    </message>
    <message>
        <source>You left</source>
        <translation>Du bist gegangen</translation>
    </message>
    <message>
        <source>Left when you joined another room</source>
        <translation>Verlassen, als du einem anderen Raum beigetreten bist</translation>
    </message>
    <message>
        <source>Left when you joined %1</source>
        <translation>Verlassen, als du %1 beigetreten bist</translation>
    </message>
    <message>
        <source>One can be in one room at a time here. What you have read stays on this computer.</source>
        <translation>Hier kann man nur in einem Raum zugleich sein. Was du gelesen hast, bleibt auf diesem Computer.</translation>
    </message>
    <message>
        <source>You were removed from this room</source>
        <translation>Du wurdest aus diesem Raum entfernt</translation>
    </message>
    <message>
        <source>%1 removed you from this room</source>
        <translation>%1 hat dich aus diesem Raum entfernt</translation>
    </message>
    <message>
        <source>You were removed</source>
        <translation>Du wurdest entfernt</translation>
    </message>
    <message>
        <source>You are banned from this room</source>
        <translation>Du bist aus diesem Raum verbannt</translation>
    </message>
    <message>
        <source>%1 banned you from this room</source>
        <translation>%1 hat dich aus diesem Raum verbannt</translation>
    </message>
    <message>
        <source>You are banned</source>
        <translation>Du bist verbannt</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>This room was closed</source>
        <translation>Dieser Raum wurde geschlossen</translation>
    </message>
    <message>
        <source>Go to %1</source>
        <translation>Zu %1 gehen</translation>
    </message>
    <message>
        <source>You are no longer a member of this room</source>
        <translation>Du bist kein Mitglied dieses Raums mehr</translation>
    </message>
    <message>
        <source>No longer a member</source>
        <translation>Kein Mitglied mehr</translation>
    </message>
    <message>
        <source>You are not in this room</source>
        <translation>Du bist nicht in diesem Raum</translation>
    </message>
    <message>
        <source>Not joined</source>
        <translation>Nicht beigetreten</translation>
    </message>
    <message>
        <source>This room does not exist</source>
        <translation>Diesen Raum gibt es nicht</translation>
    </message>
    <message>
        <source>The room is full</source>
        <translation>Der Raum ist voll</translation>
    </message>
    <message>
        <source>This room is for members only</source>
        <translation>Dieser Raum ist nur für Mitglieder</translation>
    </message>
    <message>
        <source>Members only</source>
        <translation>Nur für Mitglieder</translation>
    </message>
    <message>
        <source>The password was not accepted</source>
        <translation>Das Passwort wurde nicht angenommen</translation>
    </message>
    <message>
        <source>This room needs a password</source>
        <translation>Dieser Raum verlangt ein Passwort</translation>
    </message>
    <message>
        <source>Needs a password</source>
        <translation>Verlangt ein Passwort</translation>
    </message>
    <message>
        <source>Enter password…</source>
        <translation>Passwort eingeben…</translation>
    </message>
    <message>
        <source>Your name is taken in this room</source>
        <translation>Dein Name ist in diesem Raum vergeben</translation>
    </message>
    <message>
        <source>This room does not accept your name</source>
        <translation>Dieser Raum nimmt deinen Namen nicht an</translation>
    </message>
    <message>
        <source>Needs another name</source>
        <translation>Verlangt einen anderen Namen</translation>
    </message>
    <message>
        <source>Choose another name…</source>
        <translation>Anderen Namen wählen…</translation>
    </message>
    <message>
        <source>Sign in…</source>
        <translation>Anmelden…</translation>
    </message>
    <message>
        <source>%1 What you have read stays on this computer.</source>
        <comment>the error&apos;s own sentences</comment>
        <translation>%1 Was du gelesen hast, bleibt auf diesem Computer.</translation>
    </message>
</context>
<context>
    <name>foyer::LocalServer</name>
    <message>
        <source>the folder cannot be made</source>
        <translation>der Ordner kann nicht angelegt werden</translation>
    </message>
    <message>
        <source>%1 cannot be used: %2. Check its permissions and the free space, then try again.</source>
        <comment>path, reason</comment>
        <translation>%1 kann nicht verwendet werden: %2. Prüfe die Rechte und den freien Platz und versuche es dann noch einmal.</translation>
    </message>
</context>
<context>
    <name>foyer::LongTextDialog</name>
    <message>
        <source>Whole message</source>
        <translation>Ganze Nachricht</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Schließen</translation>
    </message>
</context>
<context>
    <name>foyer::MainWindow</name>
    <message>
        <source>No rooms yet</source>
        <translation>Noch keine Räume</translation>
    </message>
    <message>
        <source>Where are your rooms?</source>
        <translation>Wo sind deine Räume?</translation>
    </message>
    <message>
        <source>Join one with the room ID you were given.</source>
        <translation>Tritt einem mit der Raum-ID bei, die du bekommen hast.</translation>
    </message>
    <message>
        <source>Join a room…</source>
        <translation>Raum beitreten…</translation>
    </message>
    <message>
        <source>%1 – Foyer</source>
        <comment>window title: room</comment>
        <translation>%1 – Foyer</translation>
    </message>
    <message>
        <source>(%1) %2</source>
        <comment>window title: unread messages, room</comment>
        <translation>(%1) %2</translation>
    </message>
    <message>
        <source>Use this computer, sign in to a server, or open a link.</source>
        <translation>Verwende diesen Computer, melde dich bei einem Server an oder öffne einen Link.</translation>
    </message>
    <message>
        <source>Get started…</source>
        <translation>Loslegen…</translation>
    </message>
</context>
<context>
    <name>foyer::MessageActions</name>
    <message>
        <source>Earlier versions</source>
        <translation>Frühere Fassungen</translation>
    </message>
</context>
<context>
    <name>foyer::MessageToolbar</name>
    <message>
        <source>React</source>
        <translation>Reagieren</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>Antworten</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
</context>
<context>
    <name>foyer::Moderation</name>
    <message>
        <source>Moderator</source>
        <comment>role of one person</comment>
        <translation>Moderiert</translation>
    </message>
    <message>
        <source>Participant</source>
        <comment>role of one person</comment>
        <translation>Nimmt teil</translation>
    </message>
    <message>
        <source>Without voice</source>
        <comment>role of one person</comment>
        <translation>Ohne Stimme</translation>
    </message>
    <message>
        <source>owner of this room</source>
        <translation>besitzt diesen Raum</translation>
    </message>
    <message>
        <source>administrator of this room</source>
        <translation>verwaltet diesen Raum</translation>
    </message>
    <message>
        <source>member of this room</source>
        <translation>Mitglied dieses Raums</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>role, affiliation</comment>
        <translation>%1 · %2</translation>
    </message>
</context>
<context>
    <name>foyer::ModerationDialog</name>
    <message>
        <source>Ban</source>
        <translation>Verbannen</translation>
    </message>
    <message>
        <source>Remove from the room</source>
        <translation>Aus dem Raum entfernen</translation>
    </message>
    <message>
        <source>Ban %1?</source>
        <translation>%1 verbannen?</translation>
    </message>
    <message>
        <source>Remove %1 from the room?</source>
        <translation>%1 aus dem Raum entfernen?</translation>
    </message>
    <message>
        <source>They leave at once and cannot come back until somebody lifts the ban.</source>
        <translation>Die Person geht sofort und kann nicht zurückkehren, bis jemand die Sperre aufhebt.</translation>
    </message>
    <message>
        <source>They leave at once and may come back.</source>
        <translation>Die Person geht sofort und darf zurückkehren.</translation>
    </message>
    <message>
        <source>&amp;Reason</source>
        <translation>&amp;Grund</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Everybody in the room may read it</source>
        <translation>Alle im Raum können ihn lesen</translation>
    </message>
    <message>
        <source>Ca&amp;ncel</source>
        <translation>Ab&amp;brechen</translation>
    </message>
    <message>
        <source>&amp;Ban</source>
        <translation>&amp;Verbannen</translation>
    </message>
    <message>
        <source>Re&amp;move</source>
        <translation>&amp;Entfernen</translation>
    </message>
</context>
<context>
    <name>foyer::MucRequests</name>
    <message>
        <source>This room does not let you set its subject.</source>
        <translation>In diesem Raum darfst du das Thema nicht ändern.</translation>
    </message>
</context>
<context>
    <name>foyer::NoticeMenu</name>
    <message>
        <source>&amp;Notify me</source>
        <translation>&amp;Benachrichtigen</translation>
    </message>
    <message>
        <source>Of &amp;all messages</source>
        <translation>Bei &amp;allen Nachrichten</translation>
    </message>
    <message>
        <source>When I am &amp;mentioned</source>
        <translation>Wenn ich &amp;erwähnt werde</translation>
    </message>
    <message>
        <source>&amp;Never</source>
        <translation>&amp;Nie</translation>
    </message>
</context>
<context>
    <name>foyer::OccupantListModel</name>
    <message>
        <source>Moderators · %1</source>
        <comment>section of the people list, with their number</comment>
        <translation>Moderation · %1</translation>
    </message>
    <message>
        <source>Participants · %1</source>
        <comment>section of the people list, with their number</comment>
        <translation>Teilnehmende · %1</translation>
    </message>
    <message>
        <source>Muted · %1</source>
        <comment>section of the people list, with their number</comment>
        <translation>Stumm · %1</translation>
    </message>
</context>
<context>
    <name>foyer::Outbox</name>
    <message>
        <source>This message was not delivered. Send it again, or delete it.</source>
        <translation>Diese Nachricht kam nicht an. Sende sie noch einmal oder lösche sie.</translation>
    </message>
    <message>
        <source>It is not known whether this message arrived. Look in the room before sending it again.</source>
        <translation>Es ist nicht bekannt, ob diese Nachricht angekommen ist. Sieh im Raum nach, bevor du sie noch einmal sendest.</translation>
    </message>
</context>
<context>
    <name>foyer::PeopleDelegate</name>
    <message>
        <source>you</source>
        <comment>beside one&apos;s own name in the people list</comment>
        <translation>du</translation>
    </message>
</context>
<context>
    <name>foyer::PeoplePane</name>
    <message>
        <source>People in this room</source>
        <translation>Leute in diesem Raum</translation>
    </message>
    <message>
        <source>Nobody has this name.</source>
        <translation>Niemand heißt so.</translation>
    </message>
    <message>
        <source>Filter people</source>
        <translation>Leute filtern</translation>
    </message>
</context>
<context>
    <name>foyer::PersonCard</name>
    <message>
        <source>Mention</source>
        <translation>Erwähnen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Mention %1</source>
        <translation>%1 erwähnen</translation>
    </message>
</context>
<context>
    <name>foyer::PersonMenu</name>
    <message>
        <source>&amp;Details…</source>
        <translation>&amp;Details…</translation>
    </message>
    <message>
        <source>&amp;Mention</source>
        <translation>&amp;Erwähnen</translation>
    </message>
    <message>
        <source>&amp;Copy nickname</source>
        <translation>Spitznamen &amp;kopieren</translation>
    </message>
    <message>
        <source>Give &amp;voice</source>
        <translation>&amp;Rederecht geben</translation>
    </message>
    <message>
        <source>Take &amp;voice away</source>
        <translation>&amp;Rederecht entziehen</translation>
    </message>
    <message>
        <source>&amp;Remove from the room…</source>
        <translation>&amp;Aus dem Raum entfernen…</translation>
    </message>
    <message>
        <source>&amp;Ban…</source>
        <translation>&amp;Verbannen…</translation>
    </message>
    <message>
        <source>Mut&amp;e</source>
        <translation>&amp;Stummschalten</translation>
    </message>
    <message>
        <source>For &amp;10 minutes</source>
        <translation>Für &amp;10 Minuten</translation>
    </message>
    <message>
        <source>For an &amp;hour</source>
        <translation>Für eine &amp;Stunde</translation>
    </message>
    <message>
        <source>For a &amp;day</source>
        <translation>Für einen &amp;Tag</translation>
    </message>
    <message>
        <source>Until somebody gives &amp;voice</source>
        <translation>Bis jemand wieder das &amp;Rederecht gibt</translation>
    </message>
</context>
<context>
    <name>foyer::QuickSwitcher</name>
    <message>
        <source>No room has this name.</source>
        <translation>Kein Raum heißt so.</translation>
    </message>
    <message>
        <source>Go to a room</source>
        <translation>Zu einem Raum gehen</translation>
    </message>
    <message>
        <source>Rooms</source>
        <translation>Räume</translation>
    </message>
    <message>
        <source>A few letters of the room’s name</source>
        <translation>Einige Buchstaben des Raumnamens</translation>
    </message>
</context>
<context>
    <name>foyer::QuitFlow</name>
    <message numerus="yes">
        <source>%Ln more</source>
        <comment>files</comment>
        <translation>
            <numerusform>%Ln weitere</numerusform>
            <numerusform>%Ln weitere</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln files are still being sent. Quit anyway?</source>
        <translation>
            <numerusform>%Ln Datei wird noch gesendet. Trotzdem beenden?</numerusform>
            <numerusform>%Ln Dateien werden noch gesendet. Trotzdem beenden?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln attached files were not sent. Quit anyway?</source>
        <translation>
            <numerusform>%Ln angehängte Datei wurde nicht gesendet. Trotzdem beenden?</numerusform>
            <numerusform>%Ln angehängte Dateien wurden nicht gesendet. Trotzdem beenden?</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>B&amp;eenden</translation>
    </message>
</context>
<context>
    <name>foyer::ReactionPopup</name>
    <message>
        <source>Thumbs up</source>
        <translation>Daumen hoch</translation>
    </message>
    <message>
        <source>Heart</source>
        <translation>Herz</translation>
    </message>
    <message>
        <source>Tears of joy</source>
        <translation>Freudentränen</translation>
    </message>
    <message>
        <source>Party</source>
        <translation>Feier</translation>
    </message>
    <message>
        <source>Surprise</source>
        <translation>Überraschung</translation>
    </message>
    <message>
        <source>Sadness</source>
        <translation>Traurigkeit</translation>
    </message>
    <message>
        <source>Eyes</source>
        <translation>Augen</translation>
    </message>
    <message>
        <source>Thumbs down</source>
        <translation>Daumen runter</translation>
    </message>
    <message>
        <source>Reactions</source>
        <translation>Reaktionen</translation>
    </message>
    <message>
        <source>More reactions</source>
        <translation>Mehr Reaktionen</translation>
    </message>
</context>
<context>
    <name>foyer::RoomChooser</name>
    <message>
        <source>Rooms to choose from</source>
        <translation>Räume zur Auswahl</translation>
    </message>
    <message>
        <source>recent</source>
        <comment>a room one is or was in</comment>
        <translation>zuletzt</translation>
    </message>
    <message numerus="yes">
        <source>%n people</source>
        <translation>
            <numerusform>%n Person</numerusform>
            <numerusform>%n Personen</numerusform>
        </translation>
    </message>
    <message>
        <source>Looking for public rooms…</source>
        <translation>Öffentliche Räume werden gesucht…</translation>
    </message>
    <message>
        <source>The server’s list of rooms could not be read: %1 You can enter an ID all the same.</source>
        <extracomment>%1: a sentence that says why</extracomment>
        <translation>Die Raumliste des Servers konnte nicht gelesen werden: %1 Eine ID kannst du trotzdem eingeben.</translation>
    </message>
    <message>
        <source>No public rooms on this server. You can enter the ID of one that is not listed.</source>
        <translation>Keine öffentlichen Räume auf diesem Server. Du kannst die ID eines Raums eingeben, der nicht auf der Liste steht.</translation>
    </message>
    <message>
        <source>No listed room fits. You can enter the ID of one that is not listed.</source>
        <translation>Kein Raum der Liste passt. Du kannst die ID eines Raums eingeben, der nicht auf der Liste steht.</translation>
    </message>
</context>
<context>
    <name>foyer::RoomMenu</name>
    <message>
        <source>Add to &amp;favourites</source>
        <translation>Zu den &amp;Favoriten</translation>
    </message>
    <message>
        <source>Remove from &amp;favourites</source>
        <translation>Aus den &amp;Favoriten entfernen</translation>
    </message>
    <message>
        <source>&amp;Copy room address</source>
        <translation>Raumadresse &amp;kopieren</translation>
    </message>
    <message>
        <source>&amp;Rejoin</source>
        <translation>Wieder bei&amp;treten</translation>
    </message>
    <message>
        <source>&amp;Leave room</source>
        <translation>Raum &amp;verlassen</translation>
    </message>
    <message>
        <source>Re&amp;move from list</source>
        <translation>Aus der Liste &amp;entfernen</translation>
    </message>
</context>
<context>
    <name>foyer::RoomNotices</name>
    <message>
        <source>%1: %2</source>
        <comment>nickname and message in a notification</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 mentions you in %2</source>
        <comment>title of a notification: nickname, room</comment>
        <translation>%1 erwähnt dich in %2</translation>
    </message>
    <message numerus="yes">
        <source>%Ln new messages</source>
        <translation>
            <numerusform>%Ln neue Nachricht</numerusform>
            <numerusform>%Ln neue Nachrichten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %Ln new, with a mention of you</source>
        <comment>room, then messages</comment>
        <translation>
            <numerusform>%1: %Ln neu, dabei wirst du erwähnt</numerusform>
            <numerusform>%1: %Ln neu, dabei wirst du erwähnt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %Ln new</source>
        <comment>room, then messages</comment>
        <translation>
            <numerusform>%1: %Ln neu</numerusform>
            <numerusform>%1: %Ln neu</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %Ln more rooms</source>
        <translation>
            <numerusform>und %Ln weiterer Raum</numerusform>
            <numerusform>und %Ln weitere Räume</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln new messages while you were away</source>
        <translation>
            <numerusform>%Ln neue Nachricht, während du weg warst</numerusform>
            <numerusform>%Ln neue Nachrichten, während du weg warst</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>foyer::RoomPage</name>
    <message>
        <source>Show the rooms</source>
        <translation>Räume zeigen</translation>
    </message>
    <message>
        <source>Show or hide the people</source>
        <translation>Leute zeigen oder verbergen</translation>
    </message>
    <message>
        <source>People in this room</source>
        <translation>Leute in diesem Raum</translation>
    </message>
    <message>
        <source>More about this room</source>
        <translation>Mehr zu diesem Raum</translation>
    </message>
    <message>
        <source>&amp;Copy room address</source>
        <translation>Raumadresse &amp;kopieren</translation>
    </message>
    <message>
        <source>&amp;Leave room</source>
        <translation>Raum &amp;verlassen</translation>
    </message>
    <message>
        <source>&amp;Remove from list</source>
        <translation>Aus der Liste &amp;entfernen</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>state of the room, then its subject</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>No messages yet. Write the first one below.</source>
        <translation>Noch keine Nachrichten. Schreib unten die erste.</translation>
    </message>
    <message>
        <source>No messages yet.</source>
        <translation>Noch keine Nachrichten.</translation>
    </message>
</context>
<context>
    <name>foyer::RoomPageState</name>
    <message>
        <source>Joining…</source>
        <translation>Beitritt läuft…</translation>
    </message>
    <message>
        <source>Not joined</source>
        <translation>Nicht beigetreten</translation>
    </message>
    <message>
        <source>Rejoining…</source>
        <translation>Wird wieder verbunden…</translation>
    </message>
    <message>
        <source>Catching up…</source>
        <translation>Verpasstes wird geladen…</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>Nicht verbunden</translation>
    </message>
    <message>
        <source>Live at %1</source>
        <comment>when the room was last joined</comment>
        <translation>Live seit %1</translation>
    </message>
    <message>
        <source>Live at %1 · %2 here</source>
        <comment>when the room was last joined, and the number of people</comment>
        <translation>Live seit %1 · %2 hier</translation>
    </message>
    <message>
        <source>message deleted</source>
        <translation>Nachricht gelöscht</translation>
    </message>
    <message>
        <source>you: %1</source>
        <comment>own message in the room list</comment>
        <translation>du: %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>nickname and message in the room list</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>message removed</source>
        <translation>Nachricht entfernt</translation>
    </message>
    <message>
        <source>message that cannot be shown</source>
        <translation>Nachricht, die nicht angezeigt werden kann</translation>
    </message>
</context>
<context>
    <name>foyer::RoomSession</name>
    <message>
        <source>Messages of this room are being read already. Try again in a moment.</source>
        <translation>Nachrichten dieses Raums werden gerade gelesen. Versuch es gleich noch einmal.</translation>
    </message>
    <message>
        <source>Nothing that could be loaded is missing here.</source>
        <translation>Hier fehlt nichts, was geladen werden könnte.</translation>
    </message>
    <message>
        <source>This message has been deleted.</source>
        <translation>Diese Nachricht wurde gelöscht.</translation>
    </message>
    <message>
        <source>Only your own messages can be corrected.</source>
        <translation>Nur eigene Nachrichten können berichtigt werden.</translation>
    </message>
    <message>
        <source>This message has not arrived yet. Correct it when it has.</source>
        <translation>Diese Nachricht ist noch nicht angekommen. Berichtige sie, wenn sie da ist.</translation>
    </message>
    <message>
        <source>A message needs a text. Delete it instead.</source>
        <translation>Eine Nachricht braucht einen Text. Lösche sie stattdessen.</translation>
    </message>
    <message>
        <source>Only moderators can delete what others wrote.</source>
        <translation>Nur die Moderation kann löschen, was andere geschrieben haben.</translation>
    </message>
    <message>
        <source>This message has not arrived yet. Delete it when it has.</source>
        <translation>Diese Nachricht ist noch nicht angekommen. Lösche sie, wenn sie da ist.</translation>
    </message>
    <message>
        <source>This message has not arrived yet. React to it when it has.</source>
        <translation>Diese Nachricht ist noch nicht angekommen. Reagiere darauf, wenn sie da ist.</translation>
    </message>
    <message>
        <source>Only emojis can be reactions, up to %1 of them, each once.</source>
        <translation>Nur Emoji können Reaktionen sein, bis zu %1 davon, jedes einmal.</translation>
    </message>
    <message>
        <source>The room does not show the address of %1, and only addresses can be banned.</source>
        <translation>Der Raum zeigt die Adresse von %1 nicht, und nur Adressen können verbannt werden.</translation>
    </message>
    <message>
        <source>This room keeps no history.</source>
        <translation>Dieser Raum hat keinen Verlauf.</translation>
    </message>
    <message>
        <source>The room’s history does not have this message, so it cannot be deleted there.</source>
        <translation>Im Verlauf des Raums steht diese Nachricht nicht, sie lässt sich dort also nicht löschen.</translation>
    </message>
    <message>
        <source>This room’s server knows no mutes that end by themselves. Mute without an end instead.</source>
        <translation>Der Server dieses Raums kennt kein Stummschalten auf Zeit. Schalte ohne Ende stumm.</translation>
    </message>
    <message>
        <source>Mute for 1 to %1 minutes.</source>
        <translation>Stummschalten geht für 1 bis %1 Minuten.</translation>
    </message>
    <message>
        <source>Nothing in this message can be sent.</source>
        <translation>In dieser Nachricht ist nichts, was gesendet werden kann.</translation>
    </message>
</context>
<context>
    <name>foyer::ServerSettingsDialog</name>
    <message>
        <source>Room server</source>
        <translation>Raumserver</translation>
    </message>
    <message>
        <source>Rooms</source>
        <translation>Räume</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Leute</translation>
    </message>
    <message>
        <source>Server API</source>
        <translation>Server-API</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Grenzen</translation>
    </message>
    <message>
        <source>&amp;One person may be in several rooms at once</source>
        <translation>&amp;Eine Person darf in mehreren Räumen zugleich sein</translation>
    </message>
    <message>
        <source>&amp;Everybody may make rooms</source>
        <translation>&amp;Alle dürfen Räume anlegen</translation>
    </message>
    <message>
        <source>Messages can be read &amp;later</source>
        <translation>&amp;Nachrichten lassen sich später nachlesen</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>&amp;Days that messages are kept</source>
        <translation>&amp;Tage, die Nachrichten aufbewahrt werden</translation>
    </message>
    <message>
        <source>Days that messages are kept</source>
        <translation>Tage, die Nachrichten aufbewahrt werden</translation>
    </message>
    <message>
        <source>Minutes after which an &amp;unused room ends</source>
        <translation>Minuten, nach denen ein &amp;unbenutzter Raum endet</translation>
    </message>
    <message>
        <source>Minutes after which an unused room ends</source>
        <translation>Minuten, nach denen ein unbenutzter Raum endet</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>&amp;Administrators</source>
        <translation>&amp;Verwaltung</translation>
    </message>
    <message>
        <source>Administrators</source>
        <translation>Verwaltung</translation>
    </message>
    <message>
        <source>Account names with commas between them</source>
        <translation>Kontonamen, durch Kommas getrennt</translation>
    </message>
    <message>
        <source>&amp;Guests may come in without an account</source>
        <translation>&amp;Gäste dürfen ohne Konto herein</translation>
    </message>
    <message>
        <source>&amp;Everybody is told who comes and goes</source>
        <translation>&amp;Alle erfahren, wer kommt und geht</translation>
    </message>
    <message>
        <source>&amp;Only those who are in a room may write there</source>
        <translation>&amp;Nur wer in einem Raum ist, darf dort schreiben</translation>
    </message>
    <message>
        <source>&amp;Seconds offline after which one leaves a room</source>
        <translation>&amp;Sekunden ohne Verbindung, nach denen man einen Raum verlässt</translation>
    </message>
    <message>
        <source>Seconds offline after which one leaves a room</source>
        <translation>Sekunden ohne Verbindung, nach denen man einen Raum verlässt</translation>
    </message>
    <message>
        <source>App &amp;key</source>
        <translation>App-&amp;Schlüssel</translation>
    </message>
    <message>
        <source>App key</source>
        <translation>App-Schlüssel</translation>
    </message>
    <message>
        <source>Without a key the Server API lets nobody in</source>
        <translation>Ohne Schlüssel lässt die Server-API niemanden herein</translation>
    </message>
    <message>
        <source>App &amp;secret</source>
        <translation>App-&amp;Geheimnis</translation>
    </message>
    <message>
        <source>App secret</source>
        <translation>App-Geheimnis</translation>
    </message>
    <message>
        <source>http://127.0.0.1:8080/rooms</source>
        <translation>http://127.0.0.1:8080/rooms</translation>
    </message>
    <message>
        <source>&amp;Port for clients</source>
        <translation>&amp;Port für Chat-Programme</translation>
    </message>
    <message>
        <source>Port for clients</source>
        <translation>Port für Chat-Programme</translation>
    </message>
    <message>
        <source>any free one</source>
        <translation>irgendein freier</translation>
    </message>
    <message>
        <source>Port for the Server &amp;API</source>
        <translation>Port für die Server-&amp;API</translation>
    </message>
    <message>
        <source>Port for the Server API</source>
        <translation>Port für die Server-API</translation>
    </message>
    <message>
        <source>Ports change at the next start.</source>
        <translation>Ports ändern sich beim nächsten Start.</translation>
    </message>
    <message>
        <source>&amp;Messages a second from one person</source>
        <translation>&amp;Nachrichten je Sekunde von einer Person</translation>
    </message>
    <message>
        <source>Messages a second from one person</source>
        <translation>Nachrichten je Sekunde von einer Person</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>keine Grenze</translation>
    </message>
    <message>
        <source>Calls of the Server &amp;API a second</source>
        <translation>Aufrufe der Server-&amp;API je Sekunde</translation>
    </message>
    <message>
        <source>Calls of the Server API a second</source>
        <translation>Aufrufe der Server-API je Sekunde</translation>
    </message>
    <message>
        <source>Connections at the same &amp;time</source>
        <translation>&amp;Gleichzeitige Verbindungen</translation>
    </message>
    <message>
        <source>Connections at the same time</source>
        <translation>Gleichzeitige Verbindungen</translation>
    </message>
    <message>
        <source>Sets everything but key and secret to what it was at first</source>
        <translation>Setzt alles außer Schlüssel und Geheimnis auf den Anfang zurück</translation>
    </message>
    <message>
        <source>Sa&amp;ve</source>
        <translation>Speiche&amp;rn</translation>
    </message>
    <message>
        <source>Restore defaults</source>
        <translation>Standardwerte</translation>
    </message>
    <message>
        <source>A text of %1 bytes does not fit into a message of %2 bytes. Lower the one or raise the other.</source>
        <translation>Ein Text von %1 Bytes passt nicht in eine Nachricht von %2 Bytes. Senke den einen Wert oder erhöhe den anderen.</translation>
    </message>
    <message>
        <source>Rules for the rooms on this computer.</source>
        <translation>Regeln für die Räume auf diesem Computer.</translation>
    </message>
    <message>
        <source>&amp;Messages shown on joining, at most</source>
        <translation>Nachrichten beim &amp;Beitreten, höchstens</translation>
    </message>
    <message>
        <source>Messages shown on joining, at most</source>
        <translation>Nachrichten beim Beitreten, höchstens</translation>
    </message>
    <message>
        <source>forever</source>
        <translation>für immer</translation>
    </message>
    <message>
        <source>Or &amp;messages missed, if that comes first</source>
        <translation>&amp;Oder verpasste Nachrichten, wenn das früher kommt</translation>
    </message>
    <message>
        <source>Or messages missed, if that comes first</source>
        <translation>Oder verpasste Nachrichten, wenn das früher kommt</translation>
    </message>
    <message>
        <source>Seconds in which a &amp;lost connection can be resumed</source>
        <translation>Sekunden, in denen eine &amp;unterbrochene Verbindung weitergehen kann</translation>
    </message>
    <message>
        <source>Seconds in which a lost connection can be resumed</source>
        <translation>Sekunden, in denen eine unterbrochene Verbindung weitergehen kann</translation>
    </message>
    <message>
        <source>&amp;Webhook address</source>
        <translation>&amp;Webhook-Adresse</translation>
    </message>
    <message>
        <source>Webhook address</source>
        <translation>Webhook-Adresse</translation>
    </message>
    <message>
        <source>The address may be on this &amp;computer</source>
        <translation>Die Adresse darf auf diesem &amp;Computer liegen</translation>
    </message>
    <message>
        <source>Requests a second from one &amp;connection</source>
        <translation>Anfragen je Sekunde von einer &amp;Verbindung</translation>
    </message>
    <message>
        <source>Requests a second from one connection</source>
        <translation>Anfragen je Sekunde von einer Verbindung</translation>
    </message>
    <message>
        <source>&amp;Bytes in the text of a message</source>
        <translation>&amp;Bytes im Text einer Nachricht</translation>
    </message>
    <message>
        <source>Bytes in the text of a message</source>
        <translation>Bytes im Text einer Nachricht</translation>
    </message>
    <message>
        <source>Bytes in &amp;one whole message</source>
        <translation>Bytes &amp;einer ganzen Nachricht</translation>
    </message>
    <message>
        <source>Bytes in one whole message</source>
        <translation>Bytes einer ganzen Nachricht</translation>
    </message>
    <message>
        <source>S&amp;how</source>
        <translation>An&amp;zeigen</translation>
    </message>
    <message>
        <source>Show the app secret</source>
        <translation>App-Geheimnis anzeigen</translation>
    </message>
    <message>
        <source>Cop&amp;y</source>
        <translation>Kop&amp;ieren</translation>
    </message>
    <message>
        <source>Copy the app secret</source>
        <translation>App-Geheimnis kopieren</translation>
    </message>
    <message>
        <source>&amp;Hide</source>
        <translation>Ver&amp;bergen</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>Hide the app secret</source>
        <translation>App-Geheimnis verbergen</translation>
    </message>
    <message>
        <source>Ca&amp;ncel</source>
        <translation>Abbrec&amp;hen</translation>
    </message>
</context>
<context>
    <name>foyer::ServerSettingsFlow</name>
    <message>
        <source>Enter an http or https address, or leave it empty.</source>
        <translation>Gib eine Adresse mit http oder https ein, oder lass das Feld leer.</translation>
    </message>
    <message>
        <source>Enter account names with commas between them, or leave it empty.</source>
        <translation>Gib Kontonamen ein, durch Kommas getrennt, oder lass das Feld leer.</translation>
    </message>
</context>
<context>
    <name>foyer::ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Schließen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>foyer::Sidebar</name>
    <message>
        <source>Rooms</source>
        <translation>Räume</translation>
    </message>
    <message>
        <source>Join a room…</source>
        <translation>Raum beitreten…</translation>
    </message>
    <message>
        <source>Filter rooms</source>
        <translation>Räume filtern</translation>
    </message>
    <message>
        <source>Join a room</source>
        <translation>Einem Raum beitreten</translation>
    </message>
    <message>
        <source>Choose where your rooms are</source>
        <translation>Wählen, wo deine Räume sind</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menü</translation>
    </message>
    <message>
        <source>Menu (F10)</source>
        <translation>Menü (F10)</translation>
    </message>
    <message>
        <source>No account</source>
        <translation>Kein Konto</translation>
    </message>
    <message>
        <source>No rooms yet.</source>
        <translation>Noch keine Räume.</translation>
    </message>
    <message>
        <source>No room has this name.</source>
        <translation>Kein Raum heißt so.</translation>
    </message>
    <message>
        <source>Get started…</source>
        <translation>Loslegen…</translation>
    </message>
</context>
<context>
    <name>foyer::SignInDialog</name>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>Sign in to a server</source>
        <translation>Bei einem Server anmelden</translation>
    </message>
    <message>
        <source>With an address like name@example.org and a password.</source>
        <translation>Mit einer Adresse (name@example.org) und Passwort.</translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <translation>&amp;Adresse</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>name@example.org</source>
        <translation>name@example.org</translation>
    </message>
    <message>
        <source>&amp;Password</source>
        <translation>&amp;Passwort</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>&amp;Link</source>
        <translation>&amp;Link</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>Link</translation>
    </message>
    <message>
        <source>xmpp:launch@conference.example.org?join</source>
        <translation>xmpp:launch@conference.example.org?join</translation>
    </message>
    <message>
        <source>&amp;Display name</source>
        <translation>Anzeige&amp;name</translation>
    </message>
    <message>
        <source>Display name</source>
        <translation>Anzeigename</translation>
    </message>
    <message>
        <source>Ad&amp;vanced  (server URL, certificates)</source>
        <translation>&amp;Erweitert  (Server-URL, Zertifikate)</translation>
    </message>
    <message>
        <source>wss://example.org/xmpp-websocket</source>
        <translation>wss://example.org/xmpp-websocket</translation>
    </message>
    <message>
        <source>&amp;Further trusted certificates</source>
        <translation>Weitere &amp;vertraute Zertifikate</translation>
    </message>
    <message>
        <source>File of further trusted certificates</source>
        <translation>Datei mit weiteren vertrauten Zertifikaten</translation>
    </message>
    <message>
        <source>Ch&amp;oose…</source>
        <translation>Wä&amp;hlen…</translation>
    </message>
    <message>
        <source>Choose a file of trusted certificates</source>
        <translation>Eine Datei vertrauter Zertifikate wählen</translation>
    </message>
    <message>
        <source>There is no keyring here: the password is kept until Foyer is closed.</source>
        <translation>Hier gibt es keinen Schlüsselbund: Das Passwort wird behalten, bis Foyer endet.</translation>
    </message>
    <message>
        <source>Ca&amp;ncel</source>
        <translation>Ab&amp;brechen</translation>
    </message>
    <message>
        <source>&amp;Sign in</source>
        <translation>Anmel&amp;den</translation>
    </message>
    <message>
        <source>Ad&amp;vanced</source>
        <translation>&amp;Erweitert</translation>
    </message>
    <message>
        <source>Enter as a guest</source>
        <translation>Als Gast eintreten</translation>
    </message>
    <message>
        <source>I was given a link</source>
        <translation>Ich habe einen Link bekommen</translation>
    </message>
    <message>
        <source>Paste an xmpp: link and choose a display name.</source>
        <translation>Füge einen xmpp:-Link ein und wähle einen Anzeigenamen.</translation>
    </message>
    <message>
        <source>This server lets no guests in. Sign in with an account.</source>
        <translation>Dieser Server lässt keine Gäste herein. Melde dich mit einem Konto an.</translation>
    </message>
    <message>
        <source>Signing in…</source>
        <translation>Wird angemeldet…</translation>
    </message>
    <message>
        <source>Enter the password of this account.</source>
        <translation>Gib das Passwort dieses Kontos ein.</translation>
    </message>
    <message>
        <source>This is not an address. It looks like name@example.org.</source>
        <translation>Das ist keine Adresse. Sie sieht aus wie name@example.org.</translation>
    </message>
    <message>
        <source>This is not a link to a room. It looks like xmpp:launch@conference.example.org?join.</source>
        <translation>Das ist kein Link zu einem Raum. Er sieht aus wie xmpp:launch@conference.example.org?join.</translation>
    </message>
    <message>
        <source>Choose the name that the others in the room will see.</source>
        <translation>Wähle den Namen, den die anderen im Raum sehen.</translation>
    </message>
    <message>
        <source>This file cannot be read. Choose a file in PEM form.</source>
        <translation>Diese Datei kann nicht gelesen werden. Wähle eine Datei im PEM-Format.</translation>
    </message>
    <message>
        <source>This is not the URL of a server. It begins with wss://, or with ws:// on this computer.</source>
        <translation>Das ist nicht die URL eines Servers. Sie beginnt mit wss://, auf diesem Computer auch mit ws://.</translation>
    </message>
    <message>
        <source>Further trusted certificates</source>
        <translation>Weitere vertraute Zertifikate</translation>
    </message>
    <message>
        <source>Certificates (*.pem *.crt *.cer);;All files (*)</source>
        <translation>Zertifikate (*.pem *.crt *.cer);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Trust a &amp;certificate…</source>
        <translation>Einem &amp;Zertifikat vertrauen…</translation>
    </message>
    <message>
        <source>&amp;Use an account</source>
        <translation>Ein &amp;Konto verwenden</translation>
    </message>
    <message>
        <source>Server URL (&amp;WebSocket)</source>
        <translation>Server-URL (&amp;WebSocket)</translation>
    </message>
    <message>
        <source>Server URL (WebSocket)</source>
        <translation>Server-URL (WebSocket)</translation>
    </message>
    <message>
        <source>PEM file</source>
        <translation>PEM-Datei</translation>
    </message>
    <message>
        <source>&amp;Enter the room</source>
        <translation>Raum be&amp;treten</translation>
    </message>
    <message>
        <source>Enter the server’s &amp;URL</source>
        <translation>Server-&amp;URL eingeben</translation>
    </message>
    <message>
        <source>Sign in all the sa&amp;me</source>
        <translation>Tr&amp;otzdem anmelden</translation>
    </message>
</context>
<context>
    <name>foyer::SlashCommands</name>
    <message>
        <source>action</source>
        <translation>Handlung</translation>
    </message>
    <message>
        <source>room</source>
        <translation>Raum</translation>
    </message>
    <message>
        <source>Join a room by its ID, address or link.</source>
        <translation>Einem Raum über ID, Adresse oder Link beitreten.</translation>
    </message>
    <message>
        <source>Leave this room.</source>
        <translation>Diesen Raum verlassen.</translation>
    </message>
    <message>
        <source>Show all commands.</source>
        <translation>Alle Befehle zeigen.</translation>
    </message>
    <message>
        <source>%1 needs more: %1 %2.</source>
        <comment>a command and what it takes</comment>
        <translation>%1 braucht mehr: %1 %2.</translation>
    </message>
    <message>
        <source>%1 takes nothing after it.</source>
        <translation>Nach %1 kommt nichts mehr.</translation>
    </message>
    <message>
        <source>person</source>
        <translation>Person</translation>
    </message>
    <message>
        <source>Let somebody speak.</source>
        <translation>Jemandem Rederecht geben.</translation>
    </message>
    <message>
        <source>Remove somebody from the room.</source>
        <translation>Jemanden aus dem Raum entfernen.</translation>
    </message>
    <message>
        <source>name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Take another name in this room.</source>
        <translation>In diesem Raum anders heißen.</translation>
    </message>
    <message>
        <source>text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Say what this room is about.</source>
        <translation>Das Thema dieses Raums festlegen.</translation>
    </message>
    <message>
        <source>Say what you do, as in “/me waves”.</source>
        <translation>Sagen, was du tust, etwa „/me winkt“.</translation>
    </message>
    <message>
        <source>Mute somebody.</source>
        <translation>Jemanden stummschalten.</translation>
    </message>
    <message>
        <source>person [reason]</source>
        <translation>Person [Grund]</translation>
    </message>
    <message>
        <source>Ban somebody from the room.</source>
        <translation>Jemanden aus dem Raum verbannen.</translation>
    </message>
    <message>
        <source>There is no command %1. %2 lists all commands; to send the text as it is, begin with two slashes.</source>
        <comment>what was written, then the command for help</comment>
        <translation>Den Befehl %1 gibt es nicht. %2 zeigt alle Befehle; um den Text so zu senden, beginne mit zwei Schrägstrichen.</translation>
    </message>
    <message>
        <source>person [minutes]</source>
        <translation>Person [Minuten]</translation>
    </message>
    <message>
        <source>%1 takes a name only, and nobody here is named %2.</source>
        <comment>a command, and what stands after it</comment>
        <translation>%1 nimmt nur einen Namen, und niemand hier heißt %2.</translation>
    </message>
</context>
<context>
    <name>foyer::StartDialog</name>
    <message>
        <source>Welcome to Foyer</source>
        <translation>Willkommen bei Foyer</translation>
    </message>
    <message>
        <source>Where are your rooms?</source>
        <translation>Wo sind deine Räume?</translation>
    </message>
    <message>
        <source>Use this computer</source>
        <translation>Diesen Computer verwenden</translation>
    </message>
    <message>
        <source>Start at once: rooms live here, no account, nothing to fill in.</source>
        <translation>Sofort loslegen: Räume auf diesem Computer, ohne Konto.</translation>
    </message>
    <message>
        <source>Sign in to a server</source>
        <translation>Bei einem Server anmelden</translation>
    </message>
    <message>
        <source>With an address like name@example.org and a password.</source>
        <translation>Mit einer Adresse (name@example.org) und Passwort.</translation>
    </message>
    <message>
        <source>I was given a link</source>
        <translation>Ich habe einen Link bekommen</translation>
    </message>
    <message>
        <source>Paste an xmpp: link and choose a display name.</source>
        <translation>Füge einen xmpp:-Link ein und wähle einen Anzeigenamen.</translation>
    </message>
    <message>
        <source>&amp;Continue</source>
        <translation>&amp;Weiter</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Wird gestartet…</translation>
    </message>
</context>
<context>
    <name>foyer::Store</name>
    <message>
        <source>Foyer may not read and write %1. Check whose it is and its permissions.</source>
        <translation>Foyer darf %1 nicht lesen und schreiben. Prüfe, wem es gehört, und die Zugriffsrechte.</translation>
    </message>
    <message>
        <source>The file %1 was not made by Foyer. Move it somewhere else, or start Foyer with another profile.</source>
        <translation>Die Datei %1 stammt nicht von Foyer. Verschiebe sie oder starte Foyer mit einem anderen Profil.</translation>
    </message>
    <message>
        <source>The stored messages were written by a newer version of Foyer. Update Foyer, or start it with another profile.</source>
        <translation>Die gespeicherten Nachrichten stammen von einer neueren Version von Foyer. Aktualisiere Foyer oder starte es mit einem anderen Profil.</translation>
    </message>
    <message>
        <source>The stored messages are from an older version of Foyer. Start Foyer once, then try again.</source>
        <translation>Die gespeicherten Nachrichten stammen von einer älteren Version von Foyer. Starte Foyer einmal und versuche es dann noch einmal.</translation>
    </message>
</context>
<context>
    <name>foyer::TalkFlow</name>
    <message>
        <source>There is nobody named %1 here.</source>
        <translation>Hier heißt niemand %1.</translation>
    </message>
    <message>
        <source>After the name comes how many minutes the mute lasts, or nothing.</source>
        <translation>Nach dem Namen steht, wie viele Minuten das Stummschalten dauert, oder nichts.</translation>
    </message>
    <message>
        <source>Whoever you meant is not %1 any more. Nothing was done.</source>
        <translation>%1 ist nicht mehr die Person, die gemeint war. Es ist nichts geschehen.</translation>
    </message>
    <message>
        <source>%1 is a moderator and may always speak. Nothing was done.</source>
        <translation>%1 moderiert den Raum und darf immer sprechen. Es wurde nichts geändert.</translation>
    </message>
</context>
<context>
    <name>foyer::TimelineView</name>
    <message>
        <source>First unread</source>
        <translation>Erste ungelesene</translation>
    </message>
    <message>
        <source>Go to the first unread message</source>
        <translation>Zur ersten ungelesenen Nachricht</translation>
    </message>
    <message>
        <source>%1 new</source>
        <comment>messages below what is shown</comment>
        <translation>%1 neu</translation>
    </message>
    <message>
        <source>Newest</source>
        <comment>button that goes to the newest message</comment>
        <translation>Neueste</translation>
    </message>
    <message>
        <source>&amp;Copy selected messages</source>
        <translation>Ausgewählte Nachrichten &amp;kopieren</translation>
    </message>
    <message>
        <source>&amp;Copy selected text</source>
        <translation>Ausgewählten Text &amp;kopieren</translation>
    </message>
    <message>
        <source>Copy &amp;message</source>
        <translation>&amp;Nachricht kopieren</translation>
    </message>
    <message>
        <source>Copy &amp;link</source>
        <translation>&amp;Link kopieren</translation>
    </message>
    <message>
        <source>&amp;Reply</source>
        <translation>&amp;Antworten</translation>
    </message>
    <message>
        <source>Re&amp;act…</source>
        <translation>&amp;Reagieren…</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;Delete…</source>
        <comment>an own message</comment>
        <translation>Lös&amp;chen…</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Nachrichten</translation>
    </message>
    <message>
        <source>Position in the messages</source>
        <translation>Stelle in den Nachrichten</translation>
    </message>
    <message>
        <source>Go to the newest message</source>
        <translation>Zur neuesten Nachricht</translation>
    </message>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <comment>names of people</comment>
        <translation>
            <numerusform>%1 und %n weitere Person</numerusform>
            <numerusform>%1 und %n weitere Personen</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Open image</source>
        <translation>Bild &amp;öffnen</translation>
    </message>
    <message>
        <source>Copy &amp;image</source>
        <translation>Bild &amp;kopieren</translation>
    </message>
    <message>
        <source>&amp;Show image</source>
        <translation>Bild &amp;zeigen</translation>
    </message>
    <message>
        <source>Open &amp;link</source>
        <translation>&amp;Link öffnen</translation>
    </message>
    <message>
        <source>Always show images from %1</source>
        <comment>host</comment>
        <translation>Bilder von %1 immer zeigen</translation>
    </message>
    <message>
        <source>%1 from %2</source>
        <comment>an image, a host</comment>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>&amp;Save image…</source>
        <translation>Bild &amp;speichern…</translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation>&amp;Erneut versuchen</translation>
    </message>
    <message>
        <source>Re&amp;move for everyone…</source>
        <comment>somebody else&apos;s message</comment>
        <translation>Für alle &amp;entfernen…</translation>
    </message>
    <message>
        <source>Take back %1</source>
        <comment>a reaction</comment>
        <translation>%1 zurücknehmen</translation>
    </message>
    <message>
        <source>&amp;Go to the answered message</source>
        <translation>&amp;Zur beantworteten Nachricht</translation>
    </message>
    <message>
        <source>Show &amp;whole message</source>
        <translation>&amp;Ganze Nachricht zeigen</translation>
    </message>
    <message>
        <source>Earlier &amp;versions</source>
        <translation>&amp;Frühere Fassungen</translation>
    </message>
    <message>
        <source>More li&amp;nks</source>
        <translation>&amp;Weitere Links</translation>
    </message>
    <message>
        <source>Open %1</source>
        <comment>an address</comment>
        <translation>%1 öffnen</translation>
    </message>
    <message>
        <source>Not shown.</source>
        <comment>an image</comment>
        <translation>Nicht angezeigt.</translation>
    </message>
</context>
<context>
    <name>foyer::TrayIcon</name>
    <message>
        <source>&amp;Show Foyer</source>
        <translation>Foyer &amp;zeigen</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>B&amp;eenden</translation>
    </message>
    <message numerus="yes">
        <source>%n unread</source>
        <comment>messages</comment>
        <translation>
            <numerusform>%n ungelesen</numerusform>
            <numerusform>%n ungelesen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n mention(s)</source>
        <translation>
            <numerusform>%n Erwähnung</numerusform>
            <numerusform>%n Erwähnungen</numerusform>
        </translation>
    </message>
    <message>
        <source>offline</source>
        <translation>offline</translation>
    </message>
    <message>
        <source>&amp;Hide Foyer</source>
        <translation>Foyer &amp;verbergen</translation>
    </message>
</context>
<context>
    <name>foyer::TypingText</name>
    <message>
        <source>%1 is typing…</source>
        <translation>%1 schreibt…</translation>
    </message>
    <message>
        <source>%1 and %2 are typing…</source>
        <translation>%1 und %2 schreiben…</translation>
    </message>
    <message>
        <source>Several people are typing…</source>
        <translation>Mehrere schreiben…</translation>
    </message>
</context>
<context>
    <name>foyer::UndoBar</name>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>You left %1.</source>
        <translation>Verlassen: %1</translation>
    </message>
    <message>
        <source>Undo: join %1 again</source>
        <translation>Rückgängig: %1 wieder beitreten</translation>
    </message>
</context>
<context>
    <name>foyer::VoiceBar</name>
    <message>
        <source>Give voice</source>
        <translation>Rederecht geben</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Jetzt nicht</translation>
    </message>
    <message>
        <source>%1 asks to speak.</source>
        <translation>%1 bittet um Rederecht.</translation>
    </message>
    <message>
        <source>%1 and others ask to speak.</source>
        <translation>%1 und andere bitten um Rederecht.</translation>
    </message>
    <message>
        <source>Give voice to %1</source>
        <translation>%1 Rederecht geben</translation>
    </message>
    <message>
        <source>Not now: %1</source>
        <translation>Jetzt nicht: %1</translation>
    </message>
</context>
<context>
    <name>foyer::WindowKeys</name>
    <message>
        <source>Go to a room by a few letters</source>
        <translation>Mit einigen Buchstaben zu einem Raum gehen</translation>
    </message>
    <message>
        <source>Join a room</source>
        <translation>Einem Raum beitreten</translation>
    </message>
    <message>
        <source>Previous room</source>
        <translation>Voriger Raum</translation>
    </message>
    <message>
        <source>Next room</source>
        <translation>Nächster Raum</translation>
    </message>
    <message>
        <source>Previous room with unread messages</source>
        <translation>Voriger Raum mit ungelesenen Nachrichten</translation>
    </message>
    <message>
        <source>Next room with unread messages</source>
        <translation>Nächster Raum mit ungelesenen Nachrichten</translation>
    </message>
    <message>
        <source>First to ninth room</source>
        <translation>Erster bis neunter Raum</translation>
    </message>
    <message>
        <source>Mark all rooms as read</source>
        <translation>Alle Räume als gelesen markieren</translation>
    </message>
    <message>
        <source>Leave the room</source>
        <translation>Den Raum verlassen</translation>
    </message>
    <message>
        <source>Send the message</source>
        <translation>Nachricht senden</translation>
    </message>
    <message>
        <source>New line</source>
        <translation>Neue Zeile</translation>
    </message>
    <message>
        <source>Edit your last message, in an empty field</source>
        <translation>Deine letzte Nachricht bearbeiten, im leeren Feld</translation>
    </message>
    <message>
        <source>Complete a name or a command</source>
        <translation>Namen oder Befehl vervollständigen</translation>
    </message>
    <message>
        <source>Begin a command</source>
        <translation>Einen Befehl beginnen</translation>
    </message>
    <message>
        <source>Scroll through the messages</source>
        <translation>Durch die Nachrichten blättern</translation>
    </message>
    <message>
        <source>Next area of the window</source>
        <translation>Nächster Bereich des Fensters</translation>
    </message>
    <message>
        <source>Previous area of the window</source>
        <translation>Voriger Bereich des Fensters</translation>
    </message>
    <message>
        <source>Open the menu</source>
        <translation>Das Menü öffnen</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>Größere Schrift</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>Kleinere Schrift</translation>
    </message>
    <message>
        <source>Text in its usual size</source>
        <translation>Schrift in üblicher Größe</translation>
    </message>
    <message>
        <source>Show these shortcuts</source>
        <translation>Diese Tastenkürzel zeigen</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Rooms</source>
        <translation>Räume</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Nachrichten</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <comment>from the first to the last key</comment>
        <translation>%1 bis %2</translation>
    </message>
</context>
<context>
    <name>foyer::WindowWiring</name>
    <message>
        <source>&amp;Connection…</source>
        <translation>&amp;Verbindung…</translation>
    </message>
    <message>
        <source>The link that was to be opened leads to no room. A link to a room looks like xmpp:launch@conference.example.org?join.</source>
        <translation>Der Link, der geöffnet werden sollte, führt zu keinem Raum. Ein Link zu einem Raum sieht so aus: xmpp:launch@conference.example.org?join.</translation>
    </message>
</context>
<context>
    <name>foyer::server</name>
    <message>
        <source>--add-account needs --password-file</source>
        <translation>--add-account braucht --password-file</translation>
    </message>
    <message>
        <source>--password-file belongs to --add-account</source>
        <translation>--password-file gehört zu --add-account</translation>
    </message>
    <message>
        <source>--data is missing: it says where the server keeps its data</source>
        <translation>--data fehlt: Es sagt, wo der Server seine Daten aufbewahrt</translation>
    </message>
    <message>
        <source>unknown argument %1 (--help lists them)</source>
        <translation>unbekanntes Argument %1 (--help zählt sie auf)</translation>
    </message>
    <message>
        <source>%1 takes no value</source>
        <translation>%1 nimmt keinen Wert</translation>
    </message>
    <message>
        <source>%1 needs a value</source>
        <translation>%1 braucht einen Wert</translation>
    </message>
    <message>
        <source>%1 does not go with another task</source>
        <translation>%1 geht nicht zusammen mit einer anderen Aufgabe</translation>
    </message>
    <message>
        <source>Usage: foyer-server [option...]
The room server of Foyer, for this computer alone.

Options:
</source>
        <translation>Aufruf: foyer-server [Option...]
Der Raumserver von Foyer, für diesen Computer allein.

Optionen:
</translation>
    </message>
    <message>
        <source>There is no server data in %1.</source>
        <translation>In %1 sind keine Serverdaten.</translation>
    </message>
    <message>
        <source>There is no account %1.</source>
        <translation>Es gibt kein Konto %1.</translation>
    </message>
    <message>
        <source>The archive cannot be written. The disk may be full.</source>
        <translation>Das Archiv kann nicht geschrieben werden. Vielleicht ist der Datenträger voll.</translation>
    </message>
    <message>
        <source>The file %1 cannot be read: %2</source>
        <translation>Die Datei %1 kann nicht gelesen werden: %2</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>true oder false</translation>
    </message>
    <message>
        <source>a number from %1 to %2</source>
        <translation>eine Zahl von %1 bis %2</translation>
    </message>
    <message>
        <source>a domain name</source>
        <translation>ein Domainname</translation>
    </message>
    <message>
        <source>an http or https address</source>
        <translation>eine http- oder https-Adresse</translation>
    </message>
    <message>
        <source>everyone or administrators</source>
        <translation>everyone oder administrators</translation>
    </message>
    <message>
        <source>account names with commas between them</source>
        <translation>Kontonamen, durch Kommas getrennt</translation>
    </message>
    <message>
        <source>%1, line %2: %3</source>
        <translation>%1, Zeile %2: %3</translation>
    </message>
    <message>
        <source>there is no key %1</source>
        <translation>es gibt keinen Schlüssel %1</translation>
    </message>
    <message>
        <source>%1 must be %2</source>
        <translation>%1 muss %2 sein</translation>
    </message>
    <message>
        <source>The configuration file %1 cannot be read: %2</source>
        <translation>Die Konfigurationsdatei %1 kann nicht gelesen werden: %2</translation>
    </message>
    <message>
        <source>the only section is [server]</source>
        <translation>der einzige Abschnitt ist [server]</translation>
    </message>
    <message>
        <source>a line is key = value, below [server]</source>
        <translation>eine Zeile ist Schlüssel = Wert, unter [server]</translation>
    </message>
    <message>
        <source>The configuration file %1 cannot be written: %2</source>
        <translation>Die Konfigurationsdatei %1 kann nicht geschrieben werden: %2</translation>
    </message>
</context>
<context>
    <name>foyer::server::HttpListener</name>
    <message>
        <source>The Server API cannot listen on port %1. Choose another port, or end the program that uses it.</source>
        <translation>Die Server-API kann Port %1 nicht öffnen. Wähle einen anderen Port oder beende das Programm, das ihn benutzt.</translation>
    </message>
</context>
<context>
    <name>foyer::server::ServerCore</name>
    <message>
        <source>The folder %1 cannot be made. Check the path and its permissions.</source>
        <translation>Der Ordner %1 kann nicht angelegt werden. Prüfe den Pfad und seine Rechte.</translation>
    </message>
    <message>
        <source>This password cannot be used: it is empty, longer than 1023 bytes, or has characters that no keyboard writes. Choose another one.</source>
        <translation>Dieses Passwort kann nicht verwendet werden: Es ist leer, länger als 1023 Bytes oder enthält Zeichen, die keine Tastatur schreibt. Wähle ein anderes.</translation>
    </message>
    <message>
        <source>“%1” is no name for an account. Use letters, digits, dots and dashes.</source>
        <translation>„%1“ ist kein Name für ein Konto. Verwende Buchstaben, Ziffern, Punkte und Bindestriche.</translation>
    </message>
    <message>
        <source>Another server already uses the folder %1. Stop it, or choose another folder.</source>
        <translation>Ein anderer Server benutzt den Ordner %1 schon. Halte ihn an oder wähle einen anderen Ordner.</translation>
    </message>
    <message>
        <source>The server is not running. Start it first.</source>
        <translation>Der Server läuft nicht. Starte ihn zuerst.</translation>
    </message>
</context>
<context>
    <name>foyer::server::WebSocketListener</name>
    <message>
        <source>The server cannot listen on port %1: %2. Choose another port, or 0 for any free one.</source>
        <translation>Der Server kann Port %1 nicht öffnen: %2. Wähle einen anderen Port, oder 0 für irgendeinen freien.</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Foyer is already running with this profile, but does not answer. Try again in a moment.</source>
        <translation>Foyer läuft mit diesem Profil bereits, antwortet aber nicht. Versuche es gleich noch einmal.</translation>
    </message>
    <message>
        <source>Foyer cannot use its profile folder: %1</source>
        <translation>Foyer kann seinen Profilordner nicht verwenden: %1</translation>
    </message>
</context>
</TS>
