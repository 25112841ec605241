<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
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
</context>
<context>
    <name>foyer::ConnectionText</name>
    <message numerus="yes">
        <source>%Ln places are missing.</source>
        <translation>
            <numerusform>%Ln place is missing.</numerusform>
            <numerusform>%Ln places are missing.</numerusform>
        </translation>
    </message>
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
</context>
</TS>
