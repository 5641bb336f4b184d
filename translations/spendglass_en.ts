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
</TS>
