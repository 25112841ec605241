<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>SpokenText</name>
    <message numerus="yes">
        <source>%Ln unread message(s).</source>
        <translation>
            <numerusform>%Ln unread message.</numerusform>
            <numerusform>%Ln unread messages.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>You are mentioned %Ln time(s).</source>
        <translation>
            <numerusform>You are mentioned once.</numerusform>
            <numerusform>You are mentioned %Ln times.</numerusform>
        </translation>
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
    <message numerus="yes">
        <source>%n days</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>foyer::AttachmentList</name>
    <message numerus="yes">
        <source>At most %n files can be attached at a time.</source>
        <translation>
            <numerusform>At most %n file can be attached at a time.</numerusform>
            <numerusform>At most %n files can be attached at a time.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>foyer::BannerState</name>
    <message numerus="yes">
        <source>%n new</source>
        <comment>messages, in the receipt after a rejoin</comment>
        <translation>
            <numerusform>%n new</numerusform>
            <numerusform>%n new</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n already here</source>
        <comment>messages, in the receipt after a rejoin</comment>
        <translation>
            <numerusform>%n already here</numerusform>
            <numerusform>%n already here</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n gap(s) left.</source>
        <comment>where messages are still missing</comment>
        <translation>
            <numerusform>%n gap left.</numerusform>
            <numerusform>%n gaps left.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>foyer::ComposerState</name>
    <message numerus="yes">
        <source>This message is too long by %Ln bytes. Shorten it, or send it in parts.</source>
        <translation>
            <numerusform>This message is too long by %Ln byte. Shorten it, or send it in parts.</numerusform>
            <numerusform>This message is too long by %Ln bytes. Shorten it, or send it in parts.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>foyer::ConnectionText</name>
    <message numerus="yes">
        <source>%Ln new</source>
        <translation>
            <numerusform>%Ln new</numerusform>
            <numerusform>%Ln new</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln already here</source>
        <translation>
            <numerusform>%Ln already here</numerusform>
            <numerusform>%Ln already here</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln attempts to connect.</source>
        <translation>
            <numerusform>%Ln attempt to connect.</numerusform>
            <numerusform>%Ln attempts to connect.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln gap(s).</source>
        <translation>
            <numerusform>%Ln gap.</numerusform>
            <numerusform>%Ln gaps.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln gap(s) left</source>
        <translation>
            <numerusform>%Ln gap left</numerusform>
            <numerusform>%Ln gaps left</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>foyer::QuitFlow</name>
    <message numerus="yes">
        <source>%Ln more</source>
        <comment>files</comment>
        <translation>
            <numerusform>%Ln more</numerusform>
            <numerusform>%Ln more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln files are still being sent. Quit anyway?</source>
        <translation>
            <numerusform>%Ln file is still being sent. Quit anyway?</numerusform>
            <numerusform>%Ln files are still being sent. Quit anyway?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln attached files were not sent. Quit anyway?</source>
        <translation>
            <numerusform>%Ln attached file was not sent. Quit anyway?</numerusform>
            <numerusform>%Ln attached files were not sent. Quit anyway?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>foyer::RoomChooser</name>
    <message numerus="yes">
        <source>%n people</source>
        <translation>
            <numerusform>%n person</numerusform>
            <numerusform>%n people</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>foyer::RoomNotices</name>
    <message numerus="yes">
        <source>%Ln new messages</source>
        <translation>
            <numerusform>%Ln new message</numerusform>
            <numerusform>%Ln new messages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %Ln new, with a mention of you</source>
        <comment>room, then messages</comment>
        <translation>
            <numerusform>%1: %Ln new, with a mention of you</numerusform>
            <numerusform>%1: %Ln new, with a mention of you</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %Ln new</source>
        <comment>room, then messages</comment>
        <translation>
            <numerusform>%1: %Ln new</numerusform>
            <numerusform>%1: %Ln new</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %Ln more rooms</source>
        <translation>
            <numerusform>and %Ln more room</numerusform>
            <numerusform>and %Ln more rooms</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln new messages while you were away</source>
        <translation>
            <numerusform>%Ln new message while you were away</numerusform>
            <numerusform>%Ln new messages while you were away</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>foyer::TimelineView</name>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <comment>names of people</comment>
        <translation>
            <numerusform>%1 and %n more</numerusform>
            <numerusform>%1 and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>foyer::TrayIcon</name>
    <message numerus="yes">
        <source>%n unread</source>
        <comment>messages</comment>
        <translation>
            <numerusform>%n unread</numerusform>
            <numerusform>%n unread</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n mention(s)</source>
        <translation>
            <numerusform>%n mention</numerusform>
            <numerusform>%n mentions</numerusform>
        </translation>
    </message>
</context>
</TS>
