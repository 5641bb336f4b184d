<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name>spendglass::window::Accounts</name>
    <message numerus="yes">
        <source>This sign-in ends in %n day(s) unless it is used. Synchronise, or sign in again.</source>
        <translation>
            <numerusform>This sign-in ends in %n day unless it is used. Synchronise, or sign in again.</numerusform>
            <numerusform>This sign-in ends in %n days unless it is used. Synchronise, or sign in again.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>spendglass::window::ActivityPanel</name>
    <message numerus="yes">
        <source>%Ln call(s)</source>
        <translation>
            <numerusform>%Ln call</numerusform>
            <numerusform>%Ln calls</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>About %n minute(s) left</source>
        <translation>
            <numerusform>About %n minute left</numerusform>
            <numerusform>About %n minutes left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>About %n hour(s) left</source>
        <translation>
            <numerusform>About %n hour left</numerusform>
            <numerusform>About %n hours left</numerusform>
        </translation>
    </message>
</context>
</TS>
