from insights.review.frame import Room
ROOM = Room(path='/recommendations', name='recommendations'.capitalize(), about='', pages={})
