"""x"""
def test_cast(cast): 
    print(cast.maya, cast.agent)
